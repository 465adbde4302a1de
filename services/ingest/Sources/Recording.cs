using System.IO.Hashing;
using System.Text;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Simulation.Recorded;

namespace Noderr.Ingest.Sources;

/// <summary>
/// A recorded market as if it happened now: its first event is due at once, the others as far behind it as they were, divided by the speed.
/// Each bears its place and which recording it is from, so whoever knows the last one goes on behind it, without a gap or a repetition.
/// </summary>
internal sealed class Recording : IDisposable
{
    private readonly IReadOnlyList<RecordedFile> files;
    private readonly InstrumentCatalog instruments;
    private readonly IngestSettings settings;
    private readonly long name;
    private IReadOnlyList<SkippedRows> skipped = [];
    private RecordedMarket market;
    private MarketEvent next;
    private long place, length;
    private Timestamp anchor, anchorAt, last;
    private RecordedDataException? fault;

    /// <param name="behind">The sequence of the last event that was let in, of whatever recording.</param>
    /// <exception cref="RecordedDataException">A file can't be read as market data.</exception>
    public Recording(IngestSettings settings, InstrumentCatalog instruments, long behind)
    {
        (this.settings, this.instruments) = (settings, instruments);
        files = [.. settings.RecordedFiles.Select(RecordedFile.Parse)];
        name = NameOf(files);
        market = RecordedMarket.Open(files, instruments);
        IsOver = !market.TryNext(out next);
        var seen = SequenceNumber.PlaceIn(name, behind);
        // Events that are refused have no place on record: whatever lies behind the last that was let in is offered again, and refused again.
        while (place < seen && !IsOver && fault is null)
        {
            Advance();
            // The rest of the passes is skipped at once.
            if (length > 0 && seen - place > length) place += (seen - place) / length * length;
        }
    }

    public bool IsOver { get; private set; }

    public long Told { get; private set; }

    /// <summary>It has been read to its end, at least once.</summary>
    public bool IsThrough => length > 0;

    /// <summary>What was left out so far.</summary>
    public IReadOnlyList<SkippedRows> Skipped => length == 0 ? market.Skipped : skipped;

    private Timestamp Due => settings.RecordedSpeed == 0 ? last : new Timestamp(anchor.Nanoseconds + (long)((next.At.Nanoseconds - anchorAt.Nanoseconds) / settings.RecordedSpeed));

    /// <summary>What is due by now, at the times at which it is due.</summary>
    /// <exception cref="RecordedDataException">The next row can't be read as market data; all before it has been taken.</exception>
    public MarketEvent[] Take(Timestamp now, int most)
    {
        if (fault is not null) throw fault;
        // Not before: the way to the place where it goes on may have taken a while.
        if (anchor == default) Anchor(now);
        var due = new List<MarketEvent>();
        while (!IsOver && fault is null && due.Count < most && Due <= now)
        {
            last = settings.RecordedSpeed == 0 ? now : Timestamp.Later(last, Due);
            due.Add(next with { At = last, Sequence = SequenceNumber.Of(name, place + 1) });
            Advance();
        }
        Told += due.Count;
        return [.. due];
    }

    public void Dispose() => market.Dispose();

    private void Advance()
    {
        place++;
        try
        {
            if (market.TryNext(out next)) return;
        }
        catch (RecordedDataException e)
        {
            fault = e;
            return;
        }
        if (length == 0) (length, skipped) = (place, market.Skipped);
        IsOver = !settings.RecordedRepeat;
        if (IsOver) return;
        market.Dispose();
        market = RecordedMarket.Open(files, instruments);
        market.TryNext(out next);
        Anchor(last);
    }

    private void Anchor(Timestamp now) => (anchor, anchorAt, last) = (now, next.At, Timestamp.Later(last, now));

    /// <summary>Other files are another recording, and begin at their beginning.</summary>
    private static long NameOf(IReadOnlyList<RecordedFile> files)
    {
        var all = string.Join('|', files.Select(f => $"{f.Instrument}={Path.GetFileName(f.Path)}:{new FileInfo(f.Path).Length}"));
        return XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(all)) & SequenceNumber.MostNames;
    }
}
