using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Inspect;

/// <summary>
/// Reads a partition's batches in order and holds them against each other, the indexes and the snapshots. What the next start would cut
/// as an unfinished write is a warning; everything else that does not fit is damage.
/// </summary>
public sealed class PartitionCheck(StoredPartition partition, bool endedCleanly, Action<Finding> report)
{
    private const long ProgressStep = 8 << 20;

    private ProducerTable producers = new();
    private PartitionState state = new();
    private long next;
    private long snapshotAt = -1;
    private long told;

    public CoordinatorContents? Contents { get; init; }
    public Action<long>? Progress { get; init; }
    public long Records { get; private set; }
    public long Bytes { get; private set; }

    public void Run()
    {
        if (!Directory.Exists(partition.Folder))
        {
            Damage("the partition's folder is missing");
            return;
        }
        ReadState();
        ReadSnapshots();
        foreach (var stray in partition.Strays())
            report(Finding.Damage(partition.Topic, "it is none of the broker's files, and the next start would fail on it: move it away") with { Partition = partition.Index, File = Path.GetFileName(stray) });
        var segments = partition.Segments();
        if (segments.Count > 0 && segments[0].BaseOffset > state.LogStart)
            Damage($"records from {state.LogStart} to {segments[0].BaseOffset - 1} are missing: their segments are gone");
        next = segments.Count > 0 ? segments[0].BaseOffset : state.LogStart;
        for (var i = 0; i < segments.Count; i++) Read(segments[i], last: i == segments.Count - 1);
        if (snapshotAt > next) Damage($"the log ends at {next}, but a snapshot says that everything below {snapshotAt} was on disk");
    }

    private void Read(StoredSegment segment, bool last)
    {
        using var file = segment.Open(out var size);
        if (segment.BaseOffset != next && !MayBeMissing(segment.BaseOffset))
            Gap($"the segment begins at {segment.BaseOffset} where {next} follows", segment);
        next = Math.Max(next, segment.BaseOffset);
        var index = new IndexCheck(segment.BaseOffset, SegmentIndex.LoadEntries(Path.ChangeExtension(segment.Path, ".index"), size));
        var (at, whole) = (0, true);
        while ((at = ReadBatches(segment, file, at, size, index)) < size)
        {
            var problem = BatchSearch.Problem(file, at, size);
            var resume = BatchSearch.Next(file, at + 1, size, next);
            if (resume is null && last && IsUnfinished(index))
            {
                Warn($"torn tail of {size - at} bytes: cut at the next start", segment, at);
                break;
            }
            var behind = resume is { } p ? $"the next whole batch begins at byte {p.Position}" : $"nothing behind it can be read ({size - at} bytes)";
            var cut = last && IsReadAgain(index) ? ". The next start cuts the log here, with all that follows: copy the folder first" : "";
            Gap($"{problem}; {behind}{cut}", segment, at);
            whole = false;
            if (resume is null) break;
            (at, next) = (resume.Value.Position, resume.Value.Offset);
        }
        Bytes += size;
        Progress?.Invoke(Bytes);
        if (whole && index.Problem is { } wrong) Damage(wrong, segment);
        else if (!index.Exists && (!last || endedCleanly)) Warn("its index is missing or does not fit: built again at the next start", segment);
    }

    // A tail below a snapshot was flushed once, so it is no unfinished write.
    private bool IsUnfinished(IndexCheck index) => next >= snapshotAt && IsReadAgain(index);

    // After a clean end the broker trusts a segment whose index fits.
    private bool IsReadAgain(IndexCheck index) => !(endedCleanly && index.Exists);

    /// <summary>Where it stopped: at the end, or at what is no whole batch.</summary>
    private int ReadBatches(StoredSegment segment, SafeFileHandle file, int from, int size, IndexCheck index)
    {
        using var scan = new BatchScan(file, from, size);
        while (scan.NextBatch(out var batch))
        {
            Check(batch, segment, scan.Position);
            index.Add(batch, scan.Position);
            if (Bytes + scan.Next - told < ProgressStep) continue;
            told = Bytes + scan.Next;
            Progress?.Invoke(told);
        }
        return scan.Next;
    }

    private void Check(ReadOnlySpan<byte> batch, StoredSegment segment, int position)
    {
        var (offset, count) = (BatchHeader.BaseOffset(batch), BatchHeader.RecordCount(batch));
        if (BatchHeader.LastOffsetDelta(batch) < 0 || count < 0 || count > BatchHeader.LastOffsetDelta(batch) + 1L)
            Damage($"the batch at offset {offset} counts {count} records up to offset {BatchHeader.LastOffset(batch)}", segment, position);
        if (offset != next && !MayBeMissing(offset)) Gap($"the batch has offset {offset} where {next} follows", segment, position);
        next = Math.Max(next, BatchHeader.LastOffset(batch) + 1);

        var attributes = BatchHeader.Attributes(batch);
        if (!attributes.IsControl) Records += count;
        CheckProducer(batch, attributes, segment, position);
        if (Contents is not null && !attributes.IsControl) CheckContents(batch.ToArray(), segment, position);
    }

    private void CheckProducer(ReadOnlySpan<byte> batch, BatchAttributes attributes, StoredSegment segment, int position)
    {
        if (BatchHeader.ProducerId(batch) < 0) return;
        var commit = attributes.IsControl ? OutcomeOf(batch, segment, position) : null;
        // Where compaction took batches out, sequences have gaps like the offsets.
        if (!attributes.IsControl && BatchHeader.BaseOffset(batch) >= state.CompactedTo)
        {
            var who = $"producer {BatchHeader.ProducerId(batch)} epoch {BatchHeader.ProducerEpoch(batch)}";
            if (producers.FindDuplicate(batch) is { } first && BatchHeader.BaseSequence(batch) >= 0)
                Damage($"{who} has its batch of offset {first.FirstOffset} here a second time", segment, position);
            else if (producers.Check(batch) is not ErrorCode.None and var error)
                Damage($"{who} sequence {BatchHeader.BaseSequence(batch)} does not follow its batch before ({error})", segment, position);
        }
        producers.Apply(batch, commit, nowMs: 0);
    }

    private bool? OutcomeOf(ReadOnlySpan<byte> marker, StoredSegment segment, int position)
    {
        try
        {
            return ControlMarker.Read(marker.ToArray())?.Commit;
        }
        catch (InvalidDataException e)
        {
            Damage($"the marker can't be read: {e.Message}", segment, position);
            return null;
        }
    }

    private void CheckContents(byte[] batch, StoredSegment segment, int position)
    {
        try
        {
            foreach (var record in RecordReader.All(batch))
                if (Contents!.Problem(record) is { } problem) Damage($"the record at offset {record.Offset} is not understood: {problem}", segment, position);
        }
        catch (InvalidDataException e)
        {
            Damage($"the records of the batch can't be read: {e.Message}", segment, position);
        }
    }

    private void ReadState()
    {
        try
        {
            state = PartitionState.Read(partition.Folder);
        }
        catch (JsonException e)
        {
            report(Finding.Damage(partition.Topic, $"it can't be read: {e.Message}") with { Partition = partition.Index, File = "partition.json" });
        }
    }

    private void ReadSnapshots()
    {
        foreach (var (path, offset) in partition.Snapshots())
        {
            if (ProducerSnapshot.Read(path) is not null) snapshotAt = offset;
            else report(Finding.Warn(partition.Topic, "the snapshot can't be read: made again from the batches at the next start") with { Partition = partition.Index, File = Path.GetFileName(path) });
        }
    }

    // What is lost of a producer's sequence with it is not told again.
    private void Gap(string message, StoredSegment segment, int? position = null)
    {
        Damage(message, segment, position);
        producers = new ProducerTable();
    }

    private bool MayBeMissing(long offset) => offset > next && offset <= state.CompactedTo;

    private void Damage(string message, StoredSegment? segment = null, int? position = null) =>
        report(At(Finding.Damage(partition.Topic, message), segment, position));

    private void Warn(string message, StoredSegment segment, int? position = null) =>
        report(At(Finding.Warn(partition.Topic, message), segment, position));

    private Finding At(Finding finding, StoredSegment? segment, int? position) =>
        finding with { Partition = partition.Index, File = segment is null ? null : Path.GetFileName(segment.Path), Position = position };
}
