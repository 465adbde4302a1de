using System.IO.Compression;
using System.Text;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Simulation.Recorded;

namespace Noderr.Tests.Unit.Simulation;

/// <summary>A folder with market files, and what a reader makes of them.</summary>
internal sealed class MarketFolder : IDisposable
{
    /// <summary>Seconds of this time are what the tests' files count from.</summary>
    public const long Noon = 1_700_000_000_000_000_000;

    public static readonly InstrumentCatalog Instruments = new(
    [
        new Instrument(0, "EURUSD", "FXCM", Price.Parse("0.00001"), Quantity.Parse("1")),
        new Instrument(0, "BTCUSD", "COINBASE", Price.Parse("0.01"), Quantity.Parse("0.001")),
    ]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("noderr-market-");

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    public static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    /// <summary>Rows of so many quotes, a second apart.</summary>
    public static string Quotes(int count) =>
        "ts_ns,bid,ask\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"{Second(i)},1.{10000 + i * 7919 % 9000},1.{19001 + i * 104729 % 900}\n"));

    public static long Second(int seconds) => Noon + seconds * 1_000_000_000L;

    public static List<MarketEvent> Read(out IReadOnlyList<SkippedRows> skipped, bool strict, params string[] files)
    {
        using var market = RecordedMarket.Open([.. files.Select(RecordedFile.Parse)], Instruments, strict);
        var events = new List<MarketEvent>();
        while (market.TryNext(out var e)) events.Add(e);
        skipped = market.Skipped;
        return events;
    }

    public static List<MarketEvent> Read(params string[] files) => Read(out _, strict: false, files);

    public void Dispose() => folder.Delete(recursive: true);
}
