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
    private const int PlaceBits = 32;

    private readonly IReadOnlyList<RecordedFile> files;
    private readonly InstrumentCatalog instruments;
    private readonly IngestSettings settings;
    private readonly long name;
    private IReadOnlyList<SkippedRows> skipped = [];
    private RecordedMarket market;
    private MarketEvent next;
    private long place, length;
    private Timestamp anchor, anchorAt, last;

    /// <param name="behind">The sequence of the last event that was let in, of whatever recording.</param>
    /// <exception cref="RecordedDataException">A file can't be read as market data.</exception>
    public Recording(IngestSettings settings, InstrumentCatalog instruments, long behind, Timestamp now)
    {
        (this.settings, this.instruments) = (settings, instruments);
        files = [.. settings.RecordedFiles.Select(RecordedFile.Parse)];
        name = NameOf(files);
        market = RecordedMarket.Open(files, instruments);
        IsOver = !market.TryNext(out next);
        var seen = behind >> PlaceBits == name ? behind & uint.MaxValue : 0;
        while (place < seen && !IsOver)
        {
            Advance();
            // The rest of the passes is skipped at once.
            if (length > 0 && seen - place > length) place += (seen - place) / length * length;
        }
        Anchor(now);
    }

    public bool IsOver { get; private set; }

    public long Told { get; private set; }

    /// <summary>What was left out so far.</summary>
    public IReadOnlyList<SkippedRows> Skipped => length == 0 ? market.Skipped : skipped;

    /// <summary>When the next event is due; it is at once where the speed has no limit.</summary>
    public Timestamp Due => settings.RecordedSpeed == 0 ? last : new Timestamp(anchor.Nanoseconds + (long)((next.At.Nanoseconds - anchorAt.Nanoseconds) / settings.RecordedSpeed));

    /// <summary>What is due by now, at the times at which it is due.</summary>
    public MarketEvent[] Take(Timestamp now, int most)
    {
        var due = new List<MarketEvent>();
        while (!IsOver && due.Count < most && Due <= now)
        {
            last = settings.RecordedSpeed == 0 ? now : Timestamp.Later(last, Due);
            due.Add(next with { At = last, Sequence = (name << PlaceBits) | (place + 1) });
            Advance();
        }
        Told += due.Count;
        return [.. due];
    }

    public void Dispose() => market.Dispose();

    private void Advance()
    {
        place++;
        if (market.TryNext(out next)) return;
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
        return XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(all)) & int.MaxValue;
    }
}
