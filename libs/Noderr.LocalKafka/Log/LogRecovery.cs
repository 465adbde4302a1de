using Noderr.LocalKafka.Records;

namespace Noderr.LocalKafka.Log;

/// <summary>A log that is damaged where it can't be an unfinished write: its partition stays closed until a human has looked.</summary>
public sealed class LogDamagedException(string message) : IOException(message);

/// <summary>What opening a partition's folder found.</summary>
public sealed record RecoveredLog(List<Segment> Segments, ProducerTable Producers, long LogEnd, long CutBytes);

/// <summary>
/// Opens the segments of a partition. After a clean end the saved indexes and the newest snapshot are trusted; after anything else
/// everything from the newest whole snapshot on is read, checked and indexed again, and an unfinished write at the end is cut off.
/// </summary>
public static class LogRecovery
{
    public static RecoveredLog Open(string folder, PartitionState state, bool clean, int indexInterval, long nowMs)
    {
        CompactionSwap.Finish(folder);
        var segments = Directory.GetFiles(folder, "*.log").Order(StringComparer.Ordinal).Select(Segment.Open).ToList();
        if (segments.Count == 0) return new RecoveredLog([], new ProducerTable(), state.LogStart, 0);

        var (from, producers) = NewestSnapshot(folder, segments);
        var first = Math.Max(segments.FindLastIndex(s => s.BaseOffset <= from), 0);
        foreach (var segment in segments.Take(first).Where(s => !s.HasIndex)) segment.Reindex(indexInterval);

        if (clean && segments.Skip(first).All(s => s.HasIndex) && EndOf(segments[^1]) == from)
        {
            segments[^1].MakeWritable();
            return new RecoveredLog(segments, producers, from, 0);
        }

        var next = segments[first].BaseOffset;
        var cut = 0L;
        for (var i = first; i < segments.Count; i++)
        {
            var segment = segments[i].HasIndex ? Unindexed(segments, i) : segments[i];
            next = StartOf(segment, next, state);
            var end = ReadAgain(segment, state, producers, from, indexInterval, nowMs, ref next);
            if (end == segment.Size) continue;
            DropEmpty(segments, i + 1);
            if (i < segments.Count - 1)
                throw new LogDamagedException($"{segment.Path} is damaged at byte {end} and later segments follow; see 'noderr kafka verify'");
            cut = segment.Size - end;
            segment.Truncate(end);
        }
        if (next < from)
        {
            // The snapshot tells of batches that are cut now: an earlier one, or none, goes with what is left.
            foreach (var segment in segments) segment.Dispose();
            return Open(folder, state, clean: false, indexInterval, nowMs) with { CutBytes = cut };
        }
        if (next >= state.LogStart) return new RecoveredLog(segments, producers, next, cut);

        // What was cut had been deleted already; its offsets are not given out again.
        foreach (var segment in segments) segment.Delete();
        return new RecoveredLog([], producers, state.LogStart, cut);
    }

    // What compaction took from the end of a segment leaves a gap before the next one; any other gap is no unfinished write.
    private static long StartOf(Segment segment, long next, PartitionState state)
    {
        if (segment.BaseOffset > next && segment.BaseOffset > state.CompactedTo)
            throw new LogDamagedException($"the offsets from {next} to {segment.BaseOffset - 1} are missing before {segment.Path}; see 'noderr kafka verify'");
        return Math.Max(next, segment.BaseOffset);
    }

    // A segment that was just begun has nothing that a cut before it could take the ground from.
    private static void DropEmpty(List<Segment> segments, int from)
    {
        if (segments.Skip(from).Any(s => s.Size > 0)) return;
        foreach (var empty in segments.Skip(from)) empty.Delete();
        segments.RemoveRange(from, segments.Count - from);
    }

    private static int ReadAgain(Segment segment, PartitionState state, ProducerTable producers, long from, int interval, long nowMs, ref long next)
    {
        using var scan = segment.Scan();
        while (scan.NextBatch(out var batch))
        {
            var offset = BatchHeader.BaseOffset(batch);
            var follows = offset == next || (offset > next && offset <= state.CompactedTo);
            if (!follows || BatchHeader.LastOffsetDelta(batch) < 0) return scan.Position;
            segment.IndexBatch(batch, scan.Position, interval);
            if (offset >= from) producers.Apply(batch, Outcome(batch), nowMs);
            next = BatchHeader.LastOffset(batch) + 1;
        }
        return scan.Next;
    }

    // Snapshots beyond the end of the log tell of batches that are gone.
    private static (long Offset, ProducerTable Producers) NewestSnapshot(string folder, List<Segment> segments)
    {
        foreach (var path in Directory.GetFiles(folder, "*.snapshot").OrderDescending(StringComparer.Ordinal))
        {
            var offset = long.Parse(Path.GetFileNameWithoutExtension(path));
            var segment = segments.FindLast(s => s.BaseOffset <= offset);
            if (segment is not null && (segment.BaseOffset == offset || (segment == segments[^1] && IsBoundary(segment, offset)))
                && ProducerSnapshot.Read(path) is { } producers) return (offset, producers);
            File.Delete(path);
        }
        return (segments[0].BaseOffset, new ProducerTable());
    }

    private static bool IsBoundary(Segment segment, long offset)
    {
        using var scan = segment.Scan(segment.PositionOf(offset - 1));
        return scan.NextHeader(out var header) && BatchHeader.LastOffset(header) + 1 == offset;
    }

    private static long EndOf(Segment segment)
    {
        if (segment.Size == 0) return segment.BaseOffset;
        var position = segment.LastIndexedPosition;
        var end = -1L;
        using var scan = segment.Scan(position);
        while (scan.NextHeader(out var header)) end = BatchHeader.LastOffset(header) + 1;
        return scan.Next == segment.Size ? end : -1;
    }

    private static Segment Unindexed(List<Segment> segments, int i)
    {
        File.Delete(Path.ChangeExtension(segments[i].Path, ".index"));
        segments[i].Dispose();
        return segments[i] = Segment.Open(segments[i].Path);
    }

    private static bool? Outcome(ReadOnlySpan<byte> batch) =>
        BatchHeader.Attributes(batch).IsControl ? ControlMarker.Read(batch.ToArray())?.Commit : null;
}
