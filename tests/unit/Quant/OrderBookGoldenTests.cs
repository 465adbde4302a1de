using System.Text.Json.Nodes;
using Noderr.Quant.Microstructure;
using static Noderr.Tests.Unit.Quant.GoldenTopic;

namespace Noderr.Tests.Unit.Quant;

public sealed class OrderBookGoldenTests
{
    [Fact]
    public void Books_and_trades_say_what_the_reference_says() => Open("orderbook_execution").Each("book", (input, judge) =>
    {
        var (bid, bidSize, ask, askSize) = (Numbers(input["bid"]), Numbers(input["bid_size"]), Numbers(input["ask"]), Numbers(input["ask_size"]));
        var books = bid.Select((b, i) => new TopOfBook(b, bidSize[i], ask[i], askSize[i])).ToArray();
        judge.Equal("microprice", [.. books.Select(b => b.Microprice)]);
        judge.Equal("ofi", books.Zip(books.Skip(1), (last, now) => OrderFlowImbalance.Between(last, now)).Sum());

        var trades = input["trades"]!.AsArray().Select(t => Numbers(t)).ToArray();
        var vpin = new Vpin((double)input["bucket"]!, (int)input["buckets"]!);
        foreach (var trade in trades) vpin.Add(trade[1], trade[2] > 0);
        judge.Equal("vpin", vpin.Value);

        double[] prices = [.. trades.Select(t => t[0])];
        judge.Equal("kyle_lambda", PriceImpact.KyleLambda([.. prices.Zip(prices.Skip(1), (before, now) => now - before)], [.. trades.Skip(1).Select(t => t[1] * t[2])]));
        judge.Equal("roll", PriceImpact.RollSpread(prices));
        judge.Equal("realised_variance", PriceImpact.RealisedVariance(prices));

        var (bids, asks) = (Sizes(input["bids"]!), Sizes(input["asks"]!));
        foreach (var (levels, expected) in judge.Expected["imbalance"]!.AsObject())
            judge.Close($"imbalance {levels}", (double)expected!, Imbalance.Of(bids, asks, int.Parse(levels, System.Globalization.CultureInfo.InvariantCulture)));
    });

    [Fact]
    public void What_is_not_defined_is_no_number()
    {
        Assert.True(double.IsNaN(new Vpin(10, 3).Value));
        Assert.True(double.IsNaN(PriceImpact.RollSpread([1, 2])));
        Assert.True(double.IsNaN(PriceImpact.KyleLambda([1, 2], [5, 5])));
        Assert.True(double.IsNaN(Imbalance.Of([], [], 5)));
        Assert.Equal(11, new TopOfBook(10, 0, 12, 0).Microprice);
        Assert.Equal(0, PriceImpact.RollSpread([1, 2, 3, 4.5]));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(10, 0)]
    [InlineData(-1, 3)]
    public void Buckets_have_a_size(double size, int buckets) => Assert.Throws<ArgumentOutOfRangeException>(() => new Vpin(size, buckets));

    [Fact]
    public void A_trade_larger_than_all_buckets_fills_each_of_them()
    {
        var vpin = new Vpin(10, 3);
        vpin.Add(5, isBuy: true);
        vpin.Add(50, isBuy: false);
        Assert.Equal(1, vpin.Value);
    }

    private static double[] Sizes(JsonNode levels) => [.. levels.AsArray().Select(l => Numbers(l)[1])];
}
