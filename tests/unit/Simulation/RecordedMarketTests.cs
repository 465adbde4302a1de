using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Recorded;
using static Noderr.Tests.Unit.Simulation.MarketFolder;

namespace Noderr.Tests.Unit.Simulation;

public sealed class RecordedMarketTests : IDisposable
{
    private readonly MarketFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Quotes_keep_their_prices_and_times_and_sizes_go_down_to_whole_lots()
    {
        var path = folder.Write("BTCUSD@COINBASE.quotes.csv", $"ask_size,ts_ns,bid,ask,bid_size\r\n2.0,{Second(0)},100.01,100.03,0.0314\r\n,{Second(1)},\"100.02\",100.03,1\r\n");
        Assert.Equal(
        [
            MarketEvent.Quote(1, Price.Parse("100.01"), Price.Parse("100.03"), Quantity.Parse("0.031"), Quantity.Parse("2"), new Timestamp(Second(0))),
            MarketEvent.Quote(1, Price.Parse("100.02"), Price.Parse("100.03"), Quantity.Parse("1"), Quantity.Zero, new Timestamp(Second(1))),
        ], Read(path));
    }

    [Fact]
    public void A_file_without_sizes_offers_a_million()
    {
        var quote = Assert.Single(Read(folder.Write("EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{Second(0)},1.1,1.2")));
        Assert.Equal((Quantity.Parse("1000000"), Quantity.Parse("1000000")), (quote.BidSize, quote.AskSize));
    }

    [Fact]
    public void Who_took_is_told_by_side_or_maker_and_else_by_the_direction_of_the_price()
    {
        string Name(string form) => $"BTCUSD@COINBASE.{form}.csv";
        Assert.Equal([Side.Buy, Side.Sell], Read(folder.Write(Name("a"), $"ts_ns,price,size,side\n{Second(0)},1,1,BUY\n{Second(0)},1,1,sell\n")).Select(e => e.Aggressor));
        Assert.Equal([Side.Sell, Side.Buy], Read(folder.Write(Name("b"), $"ts_ns,price,quantity,buyer_maker\n{Second(0)},1,1,True\n{Second(0)},1,1,False\n")).Select(e => e.Aggressor));
        Assert.Equal([Side.Buy, Side.Sell, Side.Sell, Side.Buy],
            Read(folder.Write(Name("c"), $"ts_ns,price,size\n{Second(0)},2,1\n{Second(0)},1,1\n{Second(0)},1,1\n{Second(0)},3,1\n")).Select(e => e.Aggressor));
    }

    [Fact]
    public void A_bar_of_quotes_is_a_quote_of_its_closing_prices_at_its_end()
    {
        var path = folder.Write("BTCUSD@COINBASE.quote-1m.csv",
            $"ts_ns,bid_open,bid_high,bid_low,bid_close,bid_size,ask_open,ask_high,ask_low,ask_close,ask_size\n{Second(0)},9,9,9,10.01,2,9,9,9,10.05,3\n");
        Assert.Equal(MarketEvent.Quote(1, Price.Parse("10.01"), Price.Parse("10.05"), Quantity.Parse("2"), Quantity.Parse("3"), new Timestamp(Second(60))), Assert.Single(Read(path)));
    }

    [Theory]
    [InlineData("trade-1m", 60)]
    [InlineData("trade-5m", 300)]
    [InlineData("bars", 60)]
    public void A_bar_of_trades_is_a_quote_a_tick_around_its_close_at_its_end_offering_its_volume(string form, int seconds)
    {
        var path = folder.Write($"BTCUSD@COINBASE.{form}.csv", $"ts_ns,open,high,low,close,volume\n{Second(0)},9,9,9,10.03,1.2345\n");
        Assert.Equal(
            MarketEvent.Quote(1, Price.Parse("10.02"), Price.Parse("10.04"), Quantity.Parse("1.234"), Quantity.Parse("1.234"), new Timestamp(Second(seconds))), Assert.Single(Read(path)));
    }

    [Fact]
    public void Bars_of_bids_and_of_asks_are_joined_by_their_times()
    {
        var bids = folder.Write("EURUSD@FXCM.bid-1m.csv", $"ts_ns,open,high,low,close\n{Second(0)},1,1,1,1.1\n{Second(60)},1,1,1,1.2\n{Second(120)},1,1,1,1.3\n");
        var asks = folder.Write("EURUSD@FXCM.ask-1m.csv", $"ts_ns,open,high,low,close\n{Second(60)},1,1,1,1.21\n{Second(120)},1,1,1,1.31\n{Second(180)},1,1,1,1.41\n");
        foreach (var order in new[] { new[] { bids, asks }, [asks, bids] })
        {
            var quotes = Read(out var skipped, strict: false, order);
            Assert.Equal([("1.2", "1.21"), ("1.3", "1.31")], quotes.Select(q => (q.Bid.ToString(), q.Ask.ToString())));
            Assert.Equal([(bids, Oddity.OneSideOnly, 1L, 2L), (asks, Oddity.OneSideOnly, 1L, 4L)], skipped.Select(s => (s.File, s.Oddity, s.Count, s.FirstLine)));
        }
    }

    [Fact]
    public void Files_are_merged_by_time_and_equal_times_keep_the_order_of_the_files()
    {
        var euro = folder.Write("EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{Second(0)},1.1,1.2\n{Second(2)},1.2,1.3\n{Second(2)},1.3,1.4\n");
        var coin = folder.Write("BTCUSD@COINBASE.quotes.csv.gz", Gzip($"ts_ns,bid,ask\n{Second(1)},10,11\n{Second(2)},11,12\n{Second(9)},12,13\n"));
        Assert.Equal([0, 1, 0, 0, 1, 1], Read(euro, coin).Select(e => e.Instrument));
        Assert.Equal([0, 1, 1, 0, 0, 1], Read(coin, euro).Select(e => e.Instrument));
    }

    [Fact]
    public void One_file_may_hold_many_instruments()
    {
        var path = folder.Write("all.csv", $"ts_ns,instrument,bid,ask\n{Second(0)},EURUSD@FXCM,1.1,1.2\n{Second(0)},BTCUSD@COINBASE,10,11\n");
        Assert.Equal([0, 1], Read(path).Select(e => e.Instrument));
    }

    [Fact]
    public void An_instrument_may_be_given_with_the_file()
    {
        var path = folder.Write("a=b.csv", $"ts_ns,bid,ask\n{Second(0)},1.1,1.2\n");
        Assert.Equal(0, Assert.Single(Read($"EURUSD@FXCM={path}")).Instrument);
    }

    [Fact]
    public void What_ingest_would_refuse_is_left_out_and_counted()
    {
        var path = folder.Write("BTCUSD@COINBASE.quotes.csv", $"""
            ts_ns,bid,ask,bid_size,ask_size
            {Second(0)},10,11,1,1
            {Second(1)},NaN,11,1,1
            {Second(2)},,11,1,1
            {Second(3)},0,11,1,1
            {Second(4)},-37.63,-10,1,1
            {Second(5)},11,11,1,1
            {Second(6)},12,11,1,1
            {Second(7)},10.001,11,1,1
            {Second(8)},10,11,-1,1

            {Second(9)},10,12,1,1
            """);
        Assert.Equal(2, Read(out var skipped, strict: false, path).Count);
        Assert.Equal(
            [(Oddity.NoPrice, 2L, 3L), (Oddity.PriceNotPositive, 2L, 5L), (Oddity.NoSpread, 2L, 7L), (Oddity.OffTick, 1L, 9L), (Oddity.NoSize, 1L, 10L)],
            skipped.Select(s => (s.Oddity, s.Count, s.FirstLine)));
        var refusal = Assert.Throws<RecordedDataException>(() => Read(out _, strict: true, path));
        Assert.Contains(":3: a price is empty or NaN", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_never_in_memory_as_a_whole()
    {
        using var market = RecordedMarket.Open([RecordedFile.Parse(folder.Write("EURUSD@FXCM.quotes.csv.gz", Gzip(Quotes(60_000))))], Instruments);
        for (var i = 0; i < 10_000; i++) market.TryNext(out _);
        // The runtime charges a thread for what it does on it now and then: of four rounds the least is ours.
        Assert.Equal(0, Enumerable.Range(0, 4).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10_000; i++) market.TryNext(out var _);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    [Fact]
    public void Tick_and_lot_of_an_unknown_instrument_are_the_last_decimals_of_its_data()
    {
        var path = folder.Write("SOLUSD@KRAKEN.quotes.csv", $"ts_ns,bid,ask,bid_size,ask_size\n{Second(0)},150,150.5,10,2.5\n{Second(1)},150.250,151,1,1\n");
        var forex = folder.Write("GBPUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{Second(0)},1.5,1.50001\n");
        var known = folder.Write("EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{Second(0)},1.1,1.2\n");
        var found = InferredInstruments.Missing([.. new[] { path, forex, known }.Select(RecordedFile.Parse)], Instruments, [Quantity.Parse("0.05")]);
        Assert.Equal([("SOLUSD@KRAKEN", "0.01", "0.01"), ("GBPUSD@FXCM", "0.00001", "0.01")], found.Select(i => (i.Id, i.Tick.ToString(), i.Lot.ToString())));
    }
}
