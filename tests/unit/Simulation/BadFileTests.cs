using Noderr.Simulation.Recorded;

namespace Noderr.Tests.Unit.Simulation;

public sealed class BadFileTests : IDisposable
{
    private const string T0 = "1700000000000000000", T1 = "1700000001000000000";

    private readonly MarketFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string, string> Bad => new()
    {
        { "EURUSD@FXCM.quotes.csv", "", ": is empty, expected a header" },
        { "EURUSD@FXCM.quotes.csv", "ts_ns,bid,ask\n", ":1: has a header and no rows" },
        { "EURUSD@FXCM.quotes.csv", "time,bid,ask\n1,2,3\n", ":1: has no column ts_ns, expected nanoseconds since 1970 under that name; it has time, bid, ask" },
        { "EURUSD@FXCM.quotes.csv", "ts_ns,bid,offer\n1,2,3\n", ":1: has the columns ts_ns, bid, offer, expected beside ts_ns either bid and ask" },
        { "EURUSD@FXCM.quotes.csv", "ts_ns,bid,ask,bid\n1,2,3,4\n", ":1: bid: stands twice" },
        { "EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{T0},1.1,1.2\n{T1},1.x,1.2\n", ":3: bid: '1.x' is no number, expected digits with a decimal point" },
        { "EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{T0},1.1,99999999999\n", ":2: ask: '99999999999' is too large, expected a number below 9.2 billion" },
        { "EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{T1},1.1,1.2\n{T0},1.1,1.2\n", ":3: ts_ns: 2023-11-14T22:13:20.0000000Z lies before 2023-11-14T22:13:21.0000000Z of the row above" },
        { "EURUSD@FXCM.quotes.csv", "ts_ns,bid,ask\n2023-11-14,1.1,1.2\n", ":2: ts_ns: '2023-11-14' is no time, expected whole nanoseconds" },
        { "EURUSD@FXCM.quotes.csv", "ts_ns,bid,ask\n1700000000000,1.1,1.2\n", ":2: ts_ns: '1700000000000' lies before 1974, expected nanoseconds since 1970: is it in another unit?" },
        { "EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{T0},1.1,1.2\n{T1},1.1\n", ":3: has 2 columns, expected 3 as in the header (ts_ns,bid,ask)" },
        { "EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{T0},1.1,1.2,7\n", ":2: has 4 columns, expected 3" },
        { "EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{T0},1.3,1.2\n{T1},NaN,1.2\n", ":3: none of its rows can be used: 1 times a price is empty or NaN; 1 times the bid is at or above the ask" },
        { "EURUSD@FXCM.trades.csv", $"ts_ns,price,size,side\n{T0},1.1,5,long\n", ":2: side: 'long', expected buy or sell" },
        { "GBPUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{T0},1.1,1.2\n", ":1: 'GBPUSD@FXCM' is no instrument, expected one of EURUSD@FXCM, BTCUSD@COINBASE" },
        { "all.csv", $"ts_ns,instrument,bid,ask\n{T0},EURUSD@OANDA,1.1,1.2\n", ":2: instrument: 'EURUSD@OANDA' is no instrument, expected one of" },
        { "quotes.csv", $"ts_ns,bid,ask\n{T0},1.1,1.2\n", ": says nowhere what it is about, expected a name as EURUSD@FXCM.quotes.csv.gz, a column instrument, or SYMBOL@VENUE=" },
        { "EURUSD@FXCM.bid-1m.csv", $"ts_ns,open,high,low,close\n{T0},1,1,1,1.1\n", ":1: holds one side of its bars, expected the other side's file too" },
        { "EURUSD@FXCM.quotes.csv", "ts_ns,bid,ask\n" + new string('7', 200_000), ":2: a line of more than 65,536 bytes, expected a table" },
        { "EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{T0},\u001b[31m,1.2\n", ":2: bid: '?[31m' is no number" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_file_is_refused_with_file_line_column_and_what_was_expected(string name, string text, string message)
    {
        var path = folder.Write(name, text);
        Assert.Contains(path + message, Refusal(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        Assert.EndsWith("EURUSD@FXCM.csv: there is no such file", Refusal(folder.Path("EURUSD@FXCM.csv")).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.Path("EURUSD@FXCM"));
        Assert.EndsWith("is a folder, expected a .csv or .csv.gz file", Refusal(folder.Path("EURUSD@FXCM")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_file_that_is_cut_off_anywhere_is_refused()
    {
        var whole = MarketFolder.Gzip(MarketFolder.Quotes(3_000));
        Assert.Equal(3_000, MarketFolder.Read(folder.Write("EURUSD@FXCM.quotes.csv.gz", whole)).Count);
        for (var length = 2; length < whole.Length; length += Math.Max(1, Math.Min(whole.Length / 60, whole.Length - length - 9)))
            Assert.Contains(length < 10 ? "" : "cut off", Refusal(folder.Write("EURUSD@FXCM.cut.csv.gz", whole[..length])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_file_with_a_flipped_bit_is_refused()
    {
        var whole = MarketFolder.Gzip(MarketFolder.Quotes(3_000));
        whole[^6] ^= 1;
        Assert.Contains("damaged or cut off", Refusal(folder.Write("EURUSD@FXCM.quotes.csv.gz", whole)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_parts_that_were_put_together_are_read_as_one()
    {
        var text = MarketFolder.Quotes(2_000);
        var half = text.IndexOf('\n', text.Length / 2) + 1;
        Assert.Equal(2_000, MarketFolder.Read(folder.Write("EURUSD@FXCM.quotes.csv.gz", [.. MarketFolder.Gzip(text[..half]), .. MarketFolder.Gzip(text[half..])])).Count);
    }

    [Fact]
    public void What_is_refused_names_its_place_for_programs_too()
    {
        var path = folder.Write("EURUSD@FXCM.quotes.csv", $"ts_ns,bid,ask\n{T0},x,1.2\n");
        var refusal = Refusal(path);
        Assert.Equal((path, 2L, "bid"), (refusal.File, refusal.Line, refusal.Column));
    }

    private static RecordedDataException Refusal(string path) => Assert.Throws<RecordedDataException>(() => MarketFolder.Read(path));
}
