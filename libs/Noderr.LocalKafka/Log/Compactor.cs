using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Settings;

namespace Noderr.LocalKafka.Log;

/// <summary>
/// Keeps the last record of each key. Closed segments below every open transaction are read twice: once to learn each key's last offset,
/// once to write what is kept into a new file, which then takes their place. What was aborted goes; markers stay while data of
/// their transaction does, since the coordinators read their own logs by them.
/// </summary>
public sealed class Compactor(TimeProvider clock, ILogger logger)
{
    // 16 bytes of hash and an offset each; what does not fit is compacted in a later run.
    private const int MaxKeys = 2_000_000;

    public void Compact(PartitionLog log)
    {
        var settings = log.Settings;
        if (!settings.Compact || log.Cleanable() is not { } found) return;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var segments = found.Segments.TakeWhile(s => settings.MinCompactionLagMs == 0 || s.MaxTimestamp <= now - settings.MinCompactionLagMs).ToList();
        if (segments.Count == 0 || !IsDirty(segments, found.CompactedTo, settings, now)) return;
        try
        {
            Compact(log, settings, found.Segments, found.End, segments, now);
        }
        catch (Exception e) when ((e is ObjectDisposedException or IOException) && !log.Holds(found.Segments))
        {
            // Deleted with their topic, or dropped by retention, while they were read.
        }
    }

    private void Compact(PartitionLog log, TopicSettings settings, List<Segment> closed, long closedEnd, List<Segment> segments, long now)
    {
        var before = segments.Sum(s => (long)s.Size);
        var pass = new Pass(log, settings, now);
        segments = pass.Learn(segments);
        var next = closed.Count > segments.Count ? closed[segments.Count].BaseOffset : closedEnd;
        foreach (var (group, end) in Groups(segments, next, settings.SegmentBytes))
        {
            pass.Write(group);
            if (!log.Replace(group, end)) return;
        }
        logger.Compacted(log.Topic, log.Index, before, log.Size);
    }

    private static bool IsDirty(List<Segment> segments, long compactedTo, TopicSettings settings, long now)
    {
        var dirty = segments.Where(s => s.BaseOffset >= compactedTo).ToList();
        if (dirty.Count == 0) return false;
        if (settings.MaxCompactionLagMs != long.MaxValue && dirty[0].CreatedMs < now - settings.MaxCompactionLagMs) return true;
        var total = segments.Sum(s => (double)s.Size);
        return total > 0 && dirty.Sum(s => (double)s.Size) / total >= settings.MinCleanableDirtyRatio;
    }

    // Neighbours that fit into one segment become one, or small leftovers would pile up.
    private static IEnumerable<(List<Segment> Group, long End)> Groups(List<Segment> segments, long end, int segmentBytes)
    {
        for (var i = 0; i < segments.Count;)
        {
            var group = new List<Segment> { segments[i] };
            var size = (long)segments[i].Size;
            for (i++; i < segments.Count && size + segments[i].Size <= segmentBytes && segments[i].BaseOffset - group[0].BaseOffset < int.MaxValue / 2; i++)
            {
                size += segments[i].Size;
                group.Add(segments[i]);
            }
            yield return (group, i < segments.Count ? segments[i].BaseOffset : end);
        }
    }

    private sealed class Pass
    {
        private readonly PartitionLog log;
        private readonly TopicSettings settings;
        private readonly long now;
        private readonly ILookup<long, AbortedTransaction> aborted;
        private readonly Dictionary<UInt128, long> lastOffsets = [];
        private readonly HashSet<long> producersWithData = [];

        public Pass(PartitionLog log, TopicSettings settings, long now)
        {
            (this.log, this.settings, this.now) = (log, settings, now);
            aborted = log.Locked(() => log.Producers.Aborted.ToList()).ToLookup(a => a.ProducerId);
        }

        /// <summary>The segments whose keys are all known afterwards.</summary>
        public List<Segment> Learn(List<Segment> segments)
        {
            for (var i = 0; i < segments.Count; i++)
            {
                if (lastOffsets.Count > MaxKeys && i > 0) return segments[..i];
                foreach (var batch in Batches(segments[i]))
                {
                    if (BatchHeader.Attributes(batch).IsControl || IsAborted(batch)) continue;
                    var reader = new RecordReader(batch);
                    while (reader.Next(out var record))
                        if (record.Key is { } key) lastOffsets[Hash(key.Span)] = record.Offset;
                }
            }
            return segments;
        }

        public void Write(List<Segment> group)
        {
            var path = CompactionSwap.CleanedPath(log.Folder, group[0].BaseOffset);
            try
            {
                Write(group, path);
            }
            catch (IOException)
            {
                // On a full disk half of a copy is the last thing that is wanted.
                File.Delete(path);
                throw;
            }
        }

        private void Write(List<Segment> group, string path)
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            var position = 0L;
            foreach (var segment in group)
            {
                foreach (var batch in Batches(segment))
                {
                    if (Kept(batch) is not { } kept) continue;
                    RandomAccess.Write(file, kept, position);
                    position += kept.Length;
                }
            }
            Disk.FlushData(file);
        }

        private byte[]? Kept(byte[] batch)
        {
            var attributes = BatchHeader.Attributes(batch);
            var producer = BatchHeader.ProducerId(batch);
            if (attributes.IsControl)
            {
                var hasData = producersWithData.Remove(producer);
                return hasData || BatchHeader.MaxTimestamp(batch) > now - settings.DeleteRetentionMs ? batch : null;
            }
            if (IsAborted(batch)) return null;

            var (total, stays, tombstones) = (0, 0, false);
            var reader = new RecordReader(batch);
            while (reader.Next(out var record))
            {
                total++;
                if (!Stays(record, batch)) continue;
                stays++;
                tombstones |= record.Value is null;
            }
            if (stays == 0) return null;
            if (attributes.IsTransactional) producersWithData.Add(producer);
            var horizon = tombstones && !attributes.HasDeleteHorizon ? now + settings.DeleteRetentionMs : (long?)null;
            return stays == total && horizon is null ? batch : BatchRewrite.Keep(batch, r => Stays(r, batch), horizon);
        }

        private bool Stays(Record record, byte[] batch) =>
            record.Key is { } key && lastOffsets[Hash(key.Span)] == record.Offset
            && (record.Value is not null || !BatchHeader.Attributes(batch).HasDeleteHorizon || BatchHeader.BaseTimestamp(batch) > now);

        private bool IsAborted(byte[] batch)
        {
            if (!BatchHeader.Attributes(batch).IsTransactional) return false;
            var offset = BatchHeader.BaseOffset(batch);
            return aborted[BatchHeader.ProducerId(batch)].Any(a => a.FirstOffset <= offset && offset <= a.LastOffset);
        }

        private static IEnumerable<byte[]> Batches(Segment segment)
        {
            var header = new byte[BatchHeader.Size];
            for (var at = 0; at < segment.Size;)
            {
                Fill(segment.File, header, at);
                var batch = new byte[BatchHeader.TotalLength(header)];
                Fill(segment.File, batch, at);
                if (!BatchHeader.HasValidCrc(batch)) throw new InvalidDataException($"{segment.Path} is damaged at byte {at}: it is not compacted; see 'noderr kafka verify'");
                at += batch.Length;
                yield return batch;
            }
        }

        private static void Fill(SafeFileHandle file, byte[] bytes, int at)
        {
            if (RandomAccess.Read(file, bytes, at) != bytes.Length) throw new InvalidDataException("a segment ends within a batch");
        }

        // Half of a strong hash: two keys that fall together would cost one of them its record.
        private static UInt128 Hash(ReadOnlySpan<byte> key)
        {
            Span<byte> hash = stackalloc byte[32];
            SHA256.HashData(key, hash);
            return BinaryPrimitives.ReadUInt128LittleEndian(hash);
        }
    }
}
