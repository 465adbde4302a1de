using Noderr.Domain.Instruments;
using Noderr.Simulation.Recorded;

namespace Noderr.Tests.Unit.Simulation;

/// <summary>Real files, which lie outside of this repository: every row is an event or is counted as left out.</summary>
public sealed class RealMarketDataTests
{
    [Fact]
    public void Every_row_of_the_real_files_is_an_event_or_counted()
    {
        var shared = Environment.GetEnvironmentVariable("NODERR_SHARED");
        Assert.SkipWhen(string.IsNullOrEmpty(shared), "NODERR_SHARED names no folder with market data");
        var read = 0;
        foreach (var (path, rows) in Listed(shared!))
        {
            var given = Path.GetFileName(path).Contains('@', StringComparison.Ordinal) ? path : $"{Path.GetFileName(path).Split('.', '-')[0]}@X={path}";
            string[] files = path.Contains(".bid-", StringComparison.Ordinal) ? [given, given.Replace(".bid-", ".ask-", StringComparison.Ordinal)] : [given];
            var (events, skipped) = Count([.. files.Select(RecordedFile.Parse)]);
            Assert.True(rows == events + skipped, $"{path}: {events} events and {skipped} rows left out of {rows}");
            read++;
        }
        Assert.InRange(read, 20, 100);
    }

    private static (long Events, long Skipped) Count(RecordedFile[] files)
    {
        var nothing = new InstrumentCatalog([]);
        using var market = RecordedMarket.Open(files, new InstrumentCatalog(InferredInstruments.Missing(files, nothing, [])));
        var events = 0L;
        while (market.TryNext(out _)) events++;
        // A quote of a pair that can't be used is counted at its bid.
        return (events, market.Skipped.Sum(s => s.Count));
    }

    private static IEnumerable<(string Path, long Rows)> Listed(string shared) =>
        from line in File.ReadLines(Path.Combine(shared, "data", "README.md"))
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        where cells.Length > 4 && cells[2].StartsWith("ts_ns", StringComparison.Ordinal) && !cells[1].Contains(".ask-", StringComparison.Ordinal)
        select (Path.Combine(shared, "data", cells[1]), long.Parse(cells[3]));
}
