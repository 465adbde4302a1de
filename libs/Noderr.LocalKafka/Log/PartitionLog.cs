using System.Diagnostics.CodeAnalysis;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Log;

/// <summary>What became of an append. <see cref="FlushTo"/> is the offset up to which the answer must wait for the disk; 0 for no wait.</summary>
public readonly record struct Appended(ErrorCode Error, long BaseOffset = -1, long LogAppendTime = -1, long LogStart = -1, long FlushTo = 0);

/// <summary>A stretch of the log for a reader, and the marks that go with it.</summary>
public readonly record struct ReadResult(
    ErrorCode Error, LogSlice? Slice, long HighWatermark, long LastStable, long LogStart, List<AbortedTransaction>? Aborted);

/// <summary>
/// One partition: appends in order under one lock, reads beside them. Records are visible when they are written, or, in a topic that flushes
/// every record, when they are on disk: what a consumer has seen can't be lost.
/// </summary>
public sealed class PartitionLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly FlushQueue flushQueue;
    private readonly TimeProvider clock;
    private readonly PartitionState state;
    private readonly List<Segment> segments;
    private readonly LeaderEpochs epochs;
    private readonly List<ILogWait> readers = [];
    private readonly List<(long Offset, TaskCompletionSource Done)> flushWaits = [];
    private Task sealing = Task.CompletedTask;
    private TopicSettings settings;
    private long flushedTo;
    private long unflushedSinceMs = long.MaxValue;
    private bool flushQueued;
    private string? failure;
    private bool closed;

    private PartitionLog(string topic, int index, string folder, TopicSettings settings, PartitionState state, RecoveredLog found, FlushQueue flushQueue, TimeProvider clock)
    {
        (Topic, Index, Folder, this.settings, this.state, this.flushQueue, this.clock) = (topic, index, folder, settings, state, flushQueue, clock);
        (segments, Producers, LogEnd, CutBytes) = (found.Segments, found.Producers, found.LogEnd, found.CutBytes);
        flushedTo = LogEnd;
        epochs = new LeaderEpochs(state.Epochs);
    }

    public string Topic { get; }
    public int Index { get; }
    public string Folder { get; }
    public ProducerTable Producers { get; }
    public long LogEnd { get; private set; }

    /// <summary>Bytes of an unfinished write that opening found and cut.</summary>
    public long CutBytes { get; }

    public long LogStart => Math.Max(state.LogStart, segments.Count > 0 ? segments[0].BaseOffset : state.LogStart);
    public long HighWatermark => FlushesEveryRecord ? Volatile.Read(ref flushedTo) : LogEnd;
    public long LastStable => Math.Min(HighWatermark, Producers.EarliestOpen ?? long.MaxValue);
    public int LeaderEpoch => epochs.Current;
    public long Size { get { lock (gate) return segments.Sum(s => (long)s.Size); } }
    public string? Failure => failure;
    public TopicSettings Settings => settings;

    private bool FlushesEveryRecord => settings.FlushMessages == 1;
    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public static PartitionLog Open(string topic, int index, string folder, TopicSettings settings, bool clean, FlushQueue flushQueue, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        var state = new PartitionState();
        RecoveredLog found;
        string? failure = null;
        try
        {
            state = PartitionState.Read(folder);
            found = LogRecovery.Open(folder, state, clean, settings.IndexIntervalBytes, clock.GetUtcNow().ToUnixTimeMilliseconds());
        }
        catch (LogDamagedException e)
        {
            found = new RecoveredLog([], new ProducerTable(), state.LogStart, 0);
            failure = e.Message;
        }
        var log = new PartitionLog(topic, index, folder, settings, state, found, flushQueue, clock) { failure = failure };
        // Snapshots are older than what deletion and compaction took.
        log.Producers.Forget(a => a.LastOffset < log.LogStart || !log.IsMarked(a));
        if (!clean && failure is null && log.LogEnd > 0)
        {
            log.epochs.Begin(log.epochs.Current + 1, log.LogEnd);
            state.Write(folder);
        }
        return log;
    }

    public void Change(TopicSettings changed)
    {
        lock (gate) settings = changed;
    }

    /// <summary>The batch is valid by itself; here it gets its offset, unless its producer's rules are against it.</summary>
    public Appended Append(Span<byte> batch, bool? commitMarker = null)
    {
        lock (gate)
        {
            if (failure is not null || closed) return new Appended(closed ? ErrorCode.UnknownTopicOrPartition : ErrorCode.KafkaStorageError);
            var idempotent = BatchHeader.ProducerId(batch) >= 0 && commitMarker is null;
            if (idempotent && Producers.FindDuplicate(batch) is { } written)
                return new Appended(ErrorCode.None, written.FirstOffset, -1, LogStart, FlushTarget(written.LastOffset + 1));
            if (idempotent && Producers.Check(batch) is not ErrorCode.None and var error) return new Appended(error);

            var now = NowMs;
            BatchHeader.SetBaseOffset(batch, LogEnd);
            BatchHeader.SetLeaderEpoch(batch, epochs.Current);
            try
            {
                Writable(batch, now).Append(batch, settings.IndexIntervalBytes, now);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new Appended(ErrorCode.KafkaStorageError);
            }
            Producers.Apply(batch, commitMarker, now);
            var first = LogEnd;
            LogEnd += BatchHeader.LastOffsetDelta(batch) + 1;
            if (unflushedSinceMs == long.MaxValue) unflushedSinceMs = now;
            if (!FlushesEveryRecord) WakeReaders();
            var appendTime = BatchHeader.Attributes(batch).IsLogAppendTime ? BatchHeader.MaxTimestamp(batch) : -1;
            return new Appended(ErrorCode.None, first, appendTime, LogStart, FlushTarget(LogEnd));
        }
    }

    /// <summary>Ends when everything below the offset is on disk; an <see cref="IOException"/> when the disk failed.</summary>
    public Task WhenFlushed(long offset)
    {
        lock (gate)
        {
            if (failure is not null) return Task.FromException(new IOException(failure));
            if (flushedTo >= offset) return Task.CompletedTask;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            flushWaits.Add((offset, done));
            QueueFlush();
            return done.Task;
        }
    }

    public bool IsFlushed(long offset)
    {
        lock (gate) return flushedTo >= offset;
    }

    /// <summary>A flush soon, for which nobody waits.</summary>
    public void RequestFlush()
    {
        lock (gate) QueueFlush();
    }

    /// <summary>Its turn in the flush queue has come.</summary>
    public void FlushQueued()
    {
        lock (gate) flushQueued = false;
        FlushNow();
    }

    /// <summary>On this thread. After a failed flush the pages may be gone and a second one would lie: the partition closes.</summary>
    public void FlushNow()
    {
        Segment? segment;
        Task earlier;
        long target;
        lock (gate)
        {
            earlier = sealing;
            segment = segments.Count > 0 ? segments[^1] : null;
            target = LogEnd;
            unflushedSinceMs = long.MaxValue;
        }
        try
        {
            // A segment that was closed meanwhile is flushed by the task that closes it; it must be down before anything after it counts.
            earlier.Wait();
            segment?.Flush();
            lock (gate) Flushed(target);
        }
        catch (ObjectDisposedException)
        {
            lock (gate) Flushed(target);
        }
        catch (Exception e) when (e is IOException or AggregateException)
        {
            lock (gate) Fail($"a flush of {Folder} failed: {e.GetBaseException().Message}");
        }
    }

    public void FlushIfDue()
    {
        lock (gate)
        {
            if (settings.FlushMs != long.MaxValue && unflushedSinceMs != long.MaxValue && NowMs - unflushedSinceMs >= settings.FlushMs) QueueFlush();
        }
    }

    public ReadResult Read(long offset, int maxBytes, bool committedOnly, bool atLeastOne = true)
    {
        lock (gate)
        {
            if (failure is not null) return new ReadResult(ErrorCode.KafkaStorageError, null, -1, -1, -1, null);
            if (closed) return new ReadResult(ErrorCode.UnknownTopicOrPartition, null, -1, -1, -1, null);
            var (high, stable, start) = (HighWatermark, LastStable, LogStart);
            if (offset < start || offset > LogEnd) return new ReadResult(ErrorCode.OffsetOutOfRange, null, high, stable, start, null);
            var limit = committedOnly ? stable : high;
            List<AbortedTransaction>? aborted = committedOnly ? [] : null;
            if (offset >= limit || maxBytes < 0 || !Find(offset, limit, out var segment, out var from, out var end))
                return new ReadResult(ErrorCode.None, null, high, stable, start, aborted);
            var to = segment.EndWithin(from, end, maxBytes, atLeastOne);
            if (to == from) return new ReadResult(ErrorCode.None, null, high, stable, start, aborted);
            if (committedOnly && Producers.Aborted.Count > 0) aborted = Producers.AbortedIn(offset, EndOffset(segment, to, limit));
            return new ReadResult(ErrorCode.None, new LogSlice(segment.File, from, to - from), high, stable, start, aborted);
        }
    }

    /// <summary>All batches from an offset on, each in a buffer of its own.</summary>
    public IEnumerable<byte[]> ReadBatches(long offset)
    {
        while (Read(offset, 1 << 20, committedOnly: false).Slice is { } slice)
        {
            using var held = slice;
            var bytes = new byte[slice.Length];
            slice.Read(0, bytes);
            for (var at = 0; at < bytes.Length; at += BatchHeader.TotalLength(bytes.AsSpan(at)))
            {
                var batch = bytes[at..(at + BatchHeader.TotalLength(bytes.AsSpan(at)))];
                offset = BatchHeader.LastOffset(batch) + 1;
                yield return batch;
            }
        }
    }

    /// <summary>The wait is told of every append from now on, until it is taken out again.</summary>
    public void Register(ILogWait wait)
    {
        lock (gate) readers.Add(wait);
    }

    public void Unregister(ILogWait wait)
    {
        lock (gate) readers.Remove(wait);
    }

    /// <summary>The first record that is not older than the time; null where there is none.</summary>
    public (long Offset, long Timestamp, int Epoch)? FirstSince(long timestamp, bool committedOnly)
    {
        lock (gate)
        {
            var limit = committedOnly ? LastStable : HighWatermark;
            foreach (var segment in segments)
            {
                if (segment.MaxTimestamp < timestamp) continue;
                using var scan = segment.Scan(segment.PositionBefore(timestamp));
                while (scan.NextBatch(out var batch) && BatchHeader.BaseOffset(batch) < limit)
                {
                    if (BatchHeader.MaxTimestamp(batch) < timestamp || BatchHeader.Attributes(batch).IsControl) continue;
                    foreach (var record in RecordReader.Each(batch.ToArray()))
                        if (record.Timestamp >= timestamp && record.Offset >= LogStart) return (record.Offset, record.Timestamp, epochs.EpochOf(record.Offset));
                }
            }
            return null;
        }
    }

    /// <summary>The record with the latest time; null in an empty log.</summary>
    public (long Offset, long Timestamp, int Epoch)? Latest()
    {
        lock (gate)
        {
            var segment = segments.Where(s => s.Size > 0).MaxBy(s => s.MaxTimestamp);
            if (segment is null || segment.MaxTimestamp < 0) return null;
            using var scan = segment.Scan(segment.PositionOf(segment.MaxTimestampOffset));
            if (!scan.NextBatch(out var batch)) return null;
            var latest = RecordReader.Each(batch.ToArray()).MaxBy(r => r.Timestamp);
            return (latest.Offset, latest.Timestamp, epochs.EpochOf(latest.Offset));
        }
    }

    public int EpochOf(long offset)
    {
        lock (gate) return epochs.EpochOf(offset);
    }

    public (int Epoch, long EndOffset) EndOf(int epoch)
    {
        lock (gate) return epochs.EndOf(epoch, LogEnd);
    }

    /// <summary>Records below the offset are gone; whole segments of them give their space back.</summary>
    public ErrorCode DeleteBefore(long offset)
    {
        lock (gate)
        {
            if (offset < 0) offset = HighWatermark;
            if (offset > HighWatermark) return ErrorCode.OffsetOutOfRange;
            if (offset <= LogStart) return ErrorCode.None;
            Start(offset);
            return ErrorCode.None;
        }
    }

    /// <summary>Drops segments that are older or more than the topic keeps.</summary>
    public void Retain()
    {
        lock (gate)
        {
            if (!settings.Delete || failure is not null || closed || segments.Count == 0) return;
            var now = NowMs;
            if (settings.RetentionMs >= 0)
            {
                if (segments[^1].Size > 0 && Expired(segments[^1], now)) Roll(now);
                while (segments.Count > 1 && Expired(segments[0], now)) DropFirst();
            }
            if (settings.RetentionBytes >= 0)
            {
                var size = segments.Sum(s => (long)s.Size);
                while (segments.Count > 1 && size - segments[0].Size >= settings.RetentionBytes)
                {
                    size -= segments[0].Size;
                    DropFirst();
                }
            }
        }
    }

    public void ExpireProducers(long notSeenSinceMs)
    {
        lock (gate) Producers.Expire(notSeenSinceMs);
    }

    /// <summary>Something that must see the log stand still for a moment; keep it short.</summary>
    public T Locked<T>(Func<T> action)
    {
        lock (gate) return action();
    }

    /// <summary>Segments that nothing will be appended to and in which no transaction is open: what compaction may rewrite.</summary>
    public (List<Segment> Segments, long End, long CompactedTo)? Cleanable()
    {
        lock (gate)
        {
            if (failure is not null || closed || segments.Count == 0) return null;
            RollIfAged(NowMs);
            var stable = Producers.EarliestOpen ?? long.MaxValue;
            var closedOnes = new List<Segment>();
            for (var i = 0; i < segments.Count - 1 && segments[i + 1].BaseOffset <= stable; i++) closedOnes.Add(segments[i]);
            return closedOnes.Count == 0 ? null : (closedOnes, segments[closedOnes.Count].BaseOffset, state.CompactedTo);
        }
    }

    /// <summary>Whether all of these are still a part of the log.</summary>
    public bool Holds(IEnumerable<Segment> some)
    {
        lock (gate) return !closed && some.All(segments.Contains);
    }

    /// <summary>One compacted segment takes the place of several; false when they are not there any more.</summary>
    public bool Replace(List<Segment> old, long end)
    {
        // Their sealing must be over, or it would write indexes of segments that are gone.
        sealing.Wait();
        lock (gate)
        {
            var at = segments.IndexOf(old[0]);
            if (closed || at < 0 || at + old.Count >= segments.Count) return false;
            state.CompactedTo = Math.Max(state.CompactedTo, end);
            state.Write(Folder);
            var path = CompactionSwap.Commit(Folder, old[0].BaseOffset, end);
            foreach (var segment in old) segment.Dispose();
            var fresh = Segment.Open(path);
            fresh.Reindex(settings.IndexIntervalBytes);
            if (fresh.EncodeIndex() is { } index)
            {
                fresh.WriteIndex(index);
                fresh.LeaveIndexToFile();
            }
            segments.RemoveRange(at, old.Count);
            segments.Insert(at, fresh);
            Producers.Forget(a => !IsMarked(a));
            return true;
        }
    }

    /// <summary>The last act: everything is on disk and a snapshot stands at the end, so that the next start need read nothing.</summary>
    public void Close()
    {
        sealing.Wait();
        lock (gate)
        {
            if (closed) return;
            closed = true;
            try
            {
                if (failure is null && segments.Count > 0)
                {
                    segments[^1].Flush();
                    Flushed(LogEnd);
                    if (segments[^1].EncodeIndex() is { } index) segments[^1].WriteIndex(index);
                    WriteSnapshot(LogEnd, ProducerSnapshot.Encode(Producers));
                }
            }
            finally
            {
                foreach (var segment in segments) segment.Dispose();
            }
        }
    }

    /// <summary>The topic is deleted: nobody gets at the log any more, and the folder is the caller's to remove.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            closed = true;
            foreach (var segment in segments) segment.Dispose();
            foreach (var (_, done) in flushWaits) done.TrySetResult();
            flushWaits.Clear();
            WakeReaders();
        }
    }

    public void Dispose() => Close();

    /// <summary>Ends when all closed segments are on disk, with their indexes and snapshots.</summary>
    internal Task Sealing { get { lock (gate) return sealing; } }

    private Segment Writable(ReadOnlySpan<byte> batch, long now)
    {
        if (segments.Count == 0)
        {
            segments.Add(Segment.Create(Folder, LogEnd, now));
            return segments[^1];
        }
        var active = segments[^1];
        var full = active.Size > 0 && (long)active.Size + batch.Length > settings.SegmentBytes;
        var aged = active.Size > 0 && now - active.CreatedMs >= settings.SegmentMs;
        var wide = LogEnd + BatchHeader.LastOffsetDelta(batch) - active.BaseOffset > int.MaxValue;
        if (full || aged || wide) Roll(now);
        return segments[^1];
    }

    private void RollIfAged(long now)
    {
        if (segments[^1].Size > 0 && now - segments[^1].CreatedMs >= settings.SegmentMs) Roll(now);
    }

    private void Roll(long now)
    {
        var old = segments[^1];
        var fresh = Segment.Create(Folder, LogEnd, now);
        segments.Add(fresh);
        var index = old.EncodeIndex();
        var snapshot = ProducerSnapshot.Encode(Producers);
        var before = sealing;
        sealing = Task.Run(async () =>
        {
            await before;
            Seal(old, index, fresh.BaseOffset, snapshot);
        });
    }

    // Flushing a gigabyte takes a second or more: beside the appends, not among them.
    private void Seal(Segment old, byte[]? index, long end, byte[] snapshot)
    {
        try
        {
            old.Flush();
        }
        catch (ObjectDisposedException)
        {
            // Deleted meanwhile; the producers that wrote it are known on.
            index = null;
        }
        catch (IOException e)
        {
            lock (gate) if (segments.Contains(old)) Fail($"closing {old.Path} failed: {e.Message}");
            return;
        }
        try
        {
            if (index is not null) old.WriteIndex(index);
            WriteSnapshot(end, snapshot);
            lock (gate) if (index is not null && segments.Contains(old)) old.LeaveIndexToFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk: the index stays in memory, and the next start reads from an earlier snapshot on.
        }
    }

    private void WriteSnapshot(long offset, byte[] snapshot)
    {
        Disk.Replace(Path.Combine(Folder, Segment.NameOf(offset, ".snapshot")), snapshot);
        foreach (var path in Directory.GetFiles(Folder, "*.snapshot"))
        {
            var older = long.Parse(Path.GetFileNameWithoutExtension(path));
            if (older < offset && !File.Exists(Path.ChangeExtension(path, ".log"))) File.Delete(path);
        }
    }

    private bool Find(long offset, long limit, [NotNullWhen(true)] out Segment? segment, out int from, out int end)
    {
        (segment, from, end) = (null, 0, 0);
        for (var i = IndexOf(offset); i < segments.Count; i++)
        {
            segment = segments[i];
            from = segment.PositionOf(offset);
            if (from == segment.Size) continue;
            var segmentEnd = i + 1 < segments.Count ? segments[i + 1].BaseOffset : LogEnd;
            end = limit >= segmentEnd ? segment.Size : segment.PositionOf(limit);
            return end > from;
        }
        return false;
    }

    private int IndexOf(long offset)
    {
        var (low, high) = (0, segments.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (segments[middle].BaseOffset <= offset) low = middle + 1;
            else high = middle;
        }
        return Math.Max(low - 1, 0);
    }

    // Compaction takes a marker out when nothing of its transaction is left. Readers that were told of the transaction would skip what its
    // producer wrote since, waiting for the marker.
    private bool IsMarked(AbortedTransaction transaction)
    {
        if (transaction.LastOffset >= state.CompactedTo || segments.Count == 0) return true;
        var segment = segments[IndexOf(transaction.LastOffset)];
        using var scan = segment.Scan(segment.PositionOf(transaction.LastOffset));
        return scan.NextHeader(out var header) && BatchHeader.BaseOffset(header) == transaction.LastOffset;
    }

    private static long EndOffset(Segment segment, int position, long limit)
    {
        using var scan = segment.Scan(position);
        return scan.NextHeader(out var header) ? Math.Min(BatchHeader.BaseOffset(header), limit) : limit;
    }

    private void Start(long offset)
    {
        var before = state.LogStart;
        state.LogStart = offset;
        try
        {
            state.Write(Folder);
        }
        catch
        {
            state.LogStart = before;
            throw;
        }
        while (segments.Count > 1 && segments[1].BaseOffset <= offset) DropFirst();
        Producers.ForgetBefore(offset);
    }

    // The next segment's name says where the log starts now: nothing is written, since on a full disk this is what makes room.
    private void DropFirst()
    {
        segments[0].Delete();
        segments.RemoveAt(0);
        Producers.ForgetBefore(LogStart);
    }

    // A time ahead of the clock would keep the segment for ever; then its age counts.
    private bool Expired(Segment segment, long now)
    {
        var time = segment.MaxTimestamp < 0 || segment.MaxTimestamp > now ? segment.CreatedMs : segment.MaxTimestamp;
        return now - time > settings.RetentionMs;
    }

    private long FlushTarget(long offset)
    {
        if (settings.FlushMessages == long.MaxValue) return 0;
        return offset - flushedTo >= settings.FlushMessages || FlushesEveryRecord ? offset : 0;
    }

    private void QueueFlush()
    {
        if (flushQueued) return;
        flushQueued = true;
        flushQueue.Enqueue(this);
    }

    private void Flushed(long target)
    {
        if (target > flushedTo) Volatile.Write(ref flushedTo, target);
        flushWaits.RemoveAll(wait => wait.Offset <= flushedTo && wait.Done.TrySetResult());
        if (flushWaits.Count > 0) QueueFlush();
        if (FlushesEveryRecord) WakeReaders();
    }

    private void Fail(string why)
    {
        failure ??= why;
        foreach (var (_, done) in flushWaits) done.TrySetException(new IOException(why));
        flushWaits.Clear();
        WakeReaders();
    }

    private void WakeReaders()
    {
        foreach (var reader in readers) reader.Wake();
    }
}
