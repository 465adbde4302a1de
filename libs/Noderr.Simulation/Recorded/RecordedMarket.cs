using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;

namespace Noderr.Simulation.Recorded;

/// <summary>
/// A market as it was: the events of many files in the order of their times, and of equal times in the order in which the files were given.
/// No file is ever in memory as a whole.
/// </summary>
public sealed class RecordedMarket : IDisposable
{
    private readonly List<IRecordedSource> sources = [];
    private readonly PriorityQueue<int, (Timestamp At, int Source)> heads = new(Comparer<(Timestamp At, int Source)>.Create(
        static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Source.CompareTo(b.Source)));
    private MarketEvent[] next = [];
    private RecordedDataException? fault;

    private RecordedMarket()
    {
    }

    /// <summary>How much of the files has been read, 0 to 1.</summary>
    public double Share => sources.Sum(s => s.Bytes) is > 0 and var all ? (double)sources.Sum(s => s.BytesRead) / all : 1;

    /// <summary>What was left out so far.</summary>
    public IReadOnlyList<SkippedRows> Skipped => [.. sources.SelectMany(s => s.Skipped)];

    /// <param name="strict">The first row that can't be traded on is an error.</param>
    /// <exception cref="RecordedDataException">A file can't be read as market data.</exception>
    public static RecordedMarket Open(IReadOnlyList<RecordedFile> files, InstrumentCatalog instruments, bool strict = false)
    {
        var market = new RecordedMarket();
        try
        {
            market.Add(files, instruments, strict);
            for (var i = 0; i < market.sources.Count; i++) market.Advance(i);
            return market;
        }
        catch
        {
            market.Dispose();
            throw;
        }
    }

    /// <exception cref="RecordedDataException">A row can't be read as market data; all that lies before it in its file has been told.</exception>
    public bool TryNext(out MarketEvent e)
    {
        if (fault is not null) throw fault;
        if (!heads.TryDequeue(out var source, out _))
        {
            e = default;
            return false;
        }
        e = next[source];
        try
        {
            Advance(source);
        }
        catch (RecordedDataException broken)
        {
            fault = broken;
        }
        return true;
    }

    public void Dispose()
    {
        foreach (var source in sources) source.Dispose();
    }

    private void Add(IReadOnlyList<RecordedFile> files, InstrumentCatalog instruments, bool strict)
    {
        var paired = new HashSet<RecordedFile>();
        foreach (var file in files)
        {
            if (paired.Contains(file)) continue;
            var other = file.HoldsBids || file.HoldsAsks ? files.FirstOrDefault(f => f.Path == file.OtherSide && f.Instrument == file.Instrument) : null;
            if (other is not null) paired.Add(other);
            sources.Add(other is null ? Single(file, instruments, strict) : Pair(file, other, instruments, strict));
        }
        next = new MarketEvent[sources.Count];
    }

    private void Advance(int source)
    {
        if (sources[source].TryNext(out next[source])) heads.Enqueue(source, (next[source].At, source));
    }

    private static RecordedSource Single(RecordedFile file, InstrumentCatalog instruments, bool strict)
    {
        var rows = RowFile.Open(file.Path);
        try
        {
            return new RecordedSource(rows, file, instruments, strict);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    private static PairedBars Pair(RecordedFile one, RecordedFile other, InstrumentCatalog instruments, bool strict)
    {
        var (bids, asks) = one.HoldsBids ? (one, other) : (other, one);
        var bidRows = RowFile.Open(bids.Path);
        RowFile? askRows = null;
        try
        {
            askRows = RowFile.Open(asks.Path);
            return new PairedBars(bidRows, bids, askRows, asks, instruments, strict);
        }
        catch
        {
            bidRows.Dispose();
            askRows?.Dispose();
            throw;
        }
    }
}
