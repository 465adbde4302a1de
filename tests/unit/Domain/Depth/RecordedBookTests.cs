using System.IO.Compression;
using System.Text.Json.Nodes;
using Noderr.Domain.Depth;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Quant.Microstructure;

namespace Noderr.Tests.Unit.Domain.Depth;

/// <summary>Books as venues have sent them, which lie outside of this repository.</summary>
public sealed class RecordedBookTests
{
    [Fact]
    public void Five_hundred_levels_of_Bybit_are_followed_without_a_gap_and_analysed_twice_alike() => Assert.Equal(Analyse(), Analyse());

    [Fact]
    public void Binance_updates_do_not_fit_a_snapshot_that_is_too_old()
    {
        var book = new DepthBook();
        var snapshot = Rows("binance-btcusdt-depth-snap.csv.gz").ToArray();
        Assert.Equal(DepthVerdict.Applied, book.Snapshot(long.Parse(snapshot[0][3]), [.. snapshot.Select(Level)]));
        Assert.Equal(snapshot.Length, book.Bids.Count + book.Asks.Count);
        // Recorded ten minutes later: shown as it is, the book would be wrong.
        foreach (var update in Rows("binance-btcusdt-depth-update.csv.gz").GroupBy(r => (First: long.Parse(r[2]), Last: long.Parse(r[3]))).Take(1))
            Assert.Equal(DepthVerdict.Gap, book.Apply(update.Key.First, update.Key.Last, [.. update.Select(Level)]));
        Assert.Equal(DepthState.Waiting, book.State);
    }

    private static string Analyse()
    {
        var (book, analyser, says) = (new DepthBook(), new BookAnalyser(BookAnalyserSettings.Usual), new List<string>());
        var (whales, hints) = (0, 0);
        var watch = new SpoofWatch(SpoofSettings.Usual, hint =>
        {
            hints++;
            says.Add($"{hint}");
        });
        var tracker = new WhaleTracker(book.Bids, book.Asks, WhaleSettings.Usual, whale =>
        {
            whales++;
            says.Add($"{whale}");
            watch.Observe(whale);
        });
        double[] bids = new double[50], bidSizes = new double[50], asks = new double[50], askSizes = new double[50];
        foreach (var message in Lines("bybit-XRPUSDT-ob500.jsonl.gz").Select(l => JsonNode.Parse(l)!))
        {
            var (number, at) = ((long)message["data"]!["u"]!, Timestamp.FromMilliseconds((long)message["ts"]!));
            DepthChange[] changes = [.. Changes(message, "b", Side.Buy), .. Changes(message, "a", Side.Sell)];
            Assert.Equal(DepthVerdict.Applied, (string?)message["type"] == "snapshot" ? book.Snapshot(number, changes) : book.Apply(number, number, changes));
            foreach (ref readonly var change in changes.AsSpan()) tracker.Level(change, at);
            var (b, a) = (book.Bids.CopyTo(bids, bidSizes), book.Asks.CopyTo(asks, askSizes));
            analyser.Book(bids.AsSpan(0, b), bidSizes.AsSpan(0, b), asks.AsSpan(0, a), askSizes.AsSpan(0, a));
            Assert.InRange(analyser.Imbalance, -1, 1);
            Assert.InRange(analyser.Top.Microprice, analyser.Top.Bid, analyser.Top.Ask);
            Assert.InRange(DepthProfile.Within(bids.AsSpan(0, b), bidSizes.AsSpan(0, b), analyser.Top.Mid, 10), 1, 1e9);
        }
        Assert.Equal(0, book.Gaps);
        // Five ordinary seconds, without the trades: whoever cries wolf here more than now and then is of no use.
        Assert.InRange(whales, 1, 100);
        Assert.InRange(hints, 0, 3);
        Assert.InRange(book.Bids.Count, 450, 550);
        return $"{analyser.OrderFlow:r} {analyser.Imbalance:r} {string.Join('\n', says)}";
    }

    private static IEnumerable<DepthChange> Changes(JsonNode message, string name, Side side) =>
        message["data"]![name]!.AsArray().Select(l => new DepthChange(side, Price.Parse((string)l![0]!), Quantity.Parse((string)l[1]!)));

    private static DepthChange Level(string[] row) => new(row[4] == "b" ? Side.Buy : Side.Sell, Price.Parse(row[6]), Quantity.Parse(row[7]));

    private static IEnumerable<string[]> Rows(string name) => Lines(name).Skip(1).Select(l => l.Split(','));

    private static IEnumerable<string> Lines(string name)
    {
        var folder = Environment.GetEnvironmentVariable("NODERR_SHARED") is { Length: > 0 } set ? set : Hosting.Repository.Path("../shared");
        var path = Path.Combine(folder, "data", "raw", name);
        Assert.SkipUnless(File.Exists(path), $"there is no recorded book at {path}: name the folder by NODERR_SHARED");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line) yield return line;
    }
}
