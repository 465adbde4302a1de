using System.Buffers;
using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Noderr.Journal.Entries;
using Noderr.Journal.Shards;
using Timestamp = Noderr.Domain.Numbers.Timestamp;

namespace Noderr.Journal.Kafka;

/// <summary>What leaves the system because of an entry: called once it is in the log for good, in the order of the entries.</summary>
public interface IEffects<TEvent>
{
    void Run(Entry<TEvent> entry);

    /// <summary>This instance owns the shard from now on; what the last owner left half done is to be done.</summary>
    void TookOver();
}

/// <summary>
/// Brings a shard to life on Kafka. One thread reads; whoever has something for the shard enters it under one lock, which nobody holds while
/// it waits, so a request is decided on the thread it came on.
/// </summary>
public sealed class ShardDriver<TEvent> : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeforeRestart = TimeSpan.FromMilliseconds(200), LongestBeforeRestart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenSnapshots = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooksAtEnds = TimeSpan.FromSeconds(1);
    private const int RecordsBetweenMarks = 2000;

    private readonly Func<ShardPlan<TEvent>> makePlan;
    private readonly IRecordWriter writer;
    private readonly Func<IRecordReader> openReader;
    private readonly IEffects<TEvent> effects;
    private readonly Action<PoisonRecord> putAside;
    private readonly IShardTimes times;
    private readonly SteadyClock clock;
    private readonly ILogger logger;
    private readonly string instance, address;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;
    private readonly Lock gate = new();
    private readonly Queue<Entry<TEvent>> released = new();
    private readonly Lock effectsGate = new();
    private readonly Queue<(long Sequence, TaskCompletionSource<bool> Promise)> waiting = new();
    private readonly Queue<long> appendedAt = new();
    private ShardPlan<TEvent>? plan;
    private Shard<TEvent>? shard;
    private Snapshots? snapshots;
    private (Entry<TEvent> Upto, byte[] State)? captured;
    private long acknowledged, life, capturedAt, capturedSequence, entries, events, endsSeenAt;
    private long[] ends = [];
    private TimeSpan recovery;

    public ShardDriver(
        Func<ShardPlan<TEvent>> makePlan, IRecordWriter writer, Func<IRecordReader> openReader, IEffects<TEvent> effects,
        Action<PoisonRecord> putAside, IShardTimes times, string instance, string address, SteadyClock clock, ILogger logger)
    {
        (this.makePlan, this.writer, this.openReader, this.effects, this.putAside, this.times) = (makePlan, writer, openReader, effects, putAside, times);
        (this.instance, this.address, this.clock, this.logger) = (instance, address, clock, logger);
        running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public bool IsOwner { get { lock (gate) return shard?.Phase == ShardPhase.Owning; } }

    private Timestamp Clock => clock.Now;

    /// <summary>Reads the decider's state, between two decisions. Default when the shard isn't ours.</summary>
    public TResult? Look<TDecider, TResult>(Func<TDecider, TResult> look) where TDecider : Deciders.Decider<TEvent>
    {
        lock (gate) return shard?.Phase == ShardPhase.Owning ? look((TDecider)plan!.Decider) : default;
    }

    public ShardReading Read()
    {
        lock (gate)
        {
            var feeds = plan?.Feeds.Select((f, i) => new FeedReading(f.Topic, f.Partition, f.Position, i < ends.Length ? Math.Max(0, ends[i] - f.Position) : 0));
            return new ShardReading(shard is { Phase: ShardPhase.Owning } ? shard.Epoch : 0, entries, events, recovery, feeds?.ToArray() ?? []);
        }
    }

    /// <summary>
    /// Lets the decider answer something that is in no log. True when all that had been decided by then, the answer included, is in the log
    /// for good; false when this instance isn't the owner, or lost the shard meanwhile.
    /// </summary>
    public Task<bool> Ask<TRequest>(in TRequest request, string? traceParent = null)
    {
        Task<bool> done;
        TopicPartition at;
        var arrived = Stopwatch.GetTimestamp();
        lock (gate)
        {
            if (shard is not { Phase: ShardPhase.Owning }) return Task.FromResult(false);
            var before = shard.Sequence;
            shard.Ask((Deciders.IAnswers<TRequest, TEvent>)plan!.Decider, request, Clock, traceParent);
            if (shard.Sequence > before) times.Decided(arrived);
            if (shard.Sequence <= acknowledged) return Task.FromResult(true);
            var promise = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue((shard.Sequence, promise));
            (done, at) = (promise.Task, plan.Journal);
        }
        writer.Settle(at);
        return done;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private void Run()
    {
        var backoff = new Backoff(BeforeRestart, LongestBeforeRestart);
        while (!stopping.IsCancellationRequested)
        {
            var born = Stopwatch.GetTimestamp();
            try
            {
                Live(born);
            }
#pragma warning disable CA1031 // Whatever it was: a shard that stands must be heard of, and what passes by itself is tried again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.ShardFailed(instance, e.Message, e);
            }
            finally
            {
                lock (gate) Leave();
            }
            // What fails at once will fail again: not five times a second for ever.
            if (Stopwatch.GetElapsedTime(born) > LongestBeforeRestart) backoff.Reset();
            stopping.Token.WaitHandle.WaitOne(backoff.Next());
        }
    }

    /// <summary>One life of the shard: follow, claim, own, until it is lost.</summary>
    private void Live(long born)
    {
        var fresh = makePlan();
        var name = $"{instance}/{fresh.Journal.Topic}-{fresh.Journal.Partition.Value}/{Environment.ProcessId}.{Guid.NewGuid():n}.{++life}";
        using var reader = openReader();
        snapshots = new Snapshots(Snapshots.Of(fresh.Journal), writer, openReader);
        var own = Begin(fresh, name, snapshots.ReadNewest()) ?? Begin(fresh = makePlan(), name, null)!;
        var buffers = fresh.Buffers.Append(own).ToDictionary(b => b.At);
        reader.Assign(FeedStarts.Of(fresh.Feeds, reader).Append(new TopicPartitionOffset(fresh.Journal, shard!.Position)));
        var (atEnd, owned) = (false, false);
        while (!stopping.IsCancellationRequested)
        {
            var record = reader.Read(Wait());
            var arrived = Stopwatch.GetTimestamp();
            LookAtEnds(reader, fresh.Feeds, arrived);
            lock (gate)
            {
                var before = shard.Sequence;
                if (record is { IsPartitionEOF: true }) atEnd |= record.TopicPartition == fresh.Journal;
                else if (record is not null) buffers[record.TopicPartition].Add(record, putAside);
                Advance(atEnd, owned ? record?.TopicPartition : null);
                if (shard.Phase == ShardPhase.Lost) return;
                if (owned && shard.Sequence > before) times.Decided(arrived);
                if (!owned && shard.Phase == ShardPhase.Owning)
                {
                    owned = true;
                    recovery = Stopwatch.GetElapsedTime(born);
                    // What was read back is in the log; only what a new owner said first is on its way.
                    acknowledged = shard.Sequence - shard.Unacknowledged;
                    // Its own journal has nothing more to tell an owner.
                    reader.Pause(fresh.Journal);
                    logger.ShardTaken(name, shard.Sequence);
                    snapshots.Note(new OwnerNote(shard.Epoch, name, address));
                    effects.TookOver();
                }
            }
            writer.Settle(fresh.Journal);
            RunEffects();
            BackPressure.Keep(reader, buffers.Values, owned ? fresh.Journal : null);
        }
    }

    /// <summary>From the snapshot on; null when it is of another version of the program, and what it was read into is of no use any more.</summary>
    private RecordBuffer<TEvent>? Begin(ShardPlan<TEvent> fresh, string name, Snapshot? snapshot)
    {
        var own = new RecordBuffer<TEvent>(fresh.Journal, fresh.Codec);
        var born = new Shard<TEvent>(fresh.Decider, fresh.Feeds, new Journal(this, own, fresh), name, released.Enqueue);
        try
        {
            if (snapshot is not null) born.Restore(snapshot.Position, snapshot.State);
        }
        catch (Exception e) when (e is JournalException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            logger.SnapshotNotRead(name, e.Message);
            return null;
        }
        lock (gate) (plan, shard) = (fresh, born);
        return own;
    }

    private void LookAtEnds(IRecordReader reader, IReadOnlyList<Feed<TEvent>> feeds, long now)
    {
        if (Stopwatch.GetElapsedTime(endsSeenAt, now) < BetweenLooksAtEnds) return;
        var seen = feeds.Select(f => reader.KnownEnd(new TopicPartition(f.Topic, f.Partition)) ?? 0).ToArray();
        lock (gate) (ends, endsSeenAt) = (seen, now);
    }

    private TimeSpan Wait()
    {
        lock (gate)
        {
            if (shard?.Due is not { } due) return Idle;
            var left = due - Clock;
            return left < TimeSpan.Zero ? TimeSpan.Zero : left < Idle ? left : Idle;
        }
    }

    private void Advance(bool atEnd, TopicPartition? came)
    {
        while (shard!.Follow()) { }
        if (shard.Phase == ShardPhase.Following && atEnd)
        {
            clock.NotBefore(shard.Now);
            shard.Claim(Clock);
        }
        if (shard.Phase != ShardPhase.Owning) return;
        foreach (var feed in plan!.Feeds)
            if (came is null || (feed.Topic == came.Topic && feed.Partition == came.Partition.Value))
                while (shard.Take(feed)) { }
        shard.Tick(Clock);
        if (shard.RecordsSinceEntry >= RecordsBetweenMarks) shard.Progress();
        if (captured is null && shard.Sequence > capturedSequence && Stopwatch.GetElapsedTime(capturedAt) > BetweenSnapshots)
            (captured, capturedAt, capturedSequence) = (shard.Capture(), Stopwatch.GetTimestamp(), shard.Sequence);
    }

    /// <summary>In the order of the entries, one thread at a time, and without the shard's lock: an effect may ask another shard.</summary>
    private void RunEffects()
    {
        lock (effectsGate)
        {
            while (true)
            {
                Entry<TEvent>? entry;
                lock (gate)
                    if (!released.TryDequeue(out entry)) return;
                effects.Run(entry);
            }
        }
    }

    private void Delivered(Shard<TEvent> of, Entry<TEvent> entry, long? offset)
    {
        lock (gate)
        {
            if (of != shard) return;
            var since = appendedAt.Dequeue();
            if (offset is { } at) of.Acknowledged(entry, at);
            else of.Failed(entry);
            if (of.Phase != ShardPhase.Owning || entry.Kind == EntryKind.Lease) return;
            times.Acknowledged(since);
            entries++;
            acknowledged = entry.Sequence;
            if (captured is { } capture && ReferenceEquals(capture.Upto, entry))
            {
                snapshots!.Write(new Snapshot(offset!.Value + 1, capture.State));
                captured = null;
            }
            while (waiting.TryPeek(out var first) && first.Sequence <= acknowledged) waiting.Dequeue().Promise.SetResult(true);
        }
        RunEffects();
    }

    private void Leave()
    {
        foreach (var (_, promise) in waiting) promise.SetResult(false);
        waiting.Clear();
        appendedAt.Clear();
        ends = [];
        (shard, plan, captured, acknowledged) = (null, null, null, 0);
    }

    private sealed class Journal(ShardDriver<TEvent> driver, RecordBuffer<TEvent> own, ShardPlan<TEvent> plan) : IJournal<TEvent>
    {
        private readonly ArrayBufferWriter<byte> value = new();

        public bool TryRead(long offset, out Entry<TEvent> entry) => own.TryRead(offset, out entry);

        public void Append(Entry<TEvent> entry)
        {
            if (entry.Kind == EntryKind.Lease) entry = entry with { Address = driver.address };
            value.ResetWrittenCount();
            plan.Codec.Encode(entry, value);
            var of = driver.shard!;
            driver.appendedAt.Enqueue(Stopwatch.GetTimestamp());
            driver.events += entry.Events.Count;
            var message = new Message<byte[]?, byte[]?> { Value = value.WrittenSpan.ToArray(), Headers = EntryHeaders.Write(entry) };
            try
            {
                driver.writer.Append(plan.Journal, message, offset => driver.Delivered(of, entry, offset));
            }
            catch (KafkaException e)
            {
                // What waits to be written is too much: the entry was not sent, and what follows from it must not be either.
                driver.logger.ClientError(driver.instance, e.Error.Reason);
                of.Failed(entry);
            }
        }
    }
}

internal static partial class ShardLog
{
    [LoggerMessage(EventName = "journal.shard.taken", Level = LogLevel.Information, Message = "{Owner} owns its shard from decision {Sequence} on")]
    public static partial void ShardTaken(this ILogger logger, string owner, long sequence);

    [LoggerMessage(EventName = "journal.snapshot.not_read", Level = LogLevel.Warning, Message = "{Owner}: the snapshot is not of this version, the journal is read from its beginning: {Reason}")]
    public static partial void SnapshotNotRead(this ILogger logger, string owner, string reason);

    [LoggerMessage(EventName = "journal.shard.failed", Level = LogLevel.Error, Message = "{Instance} lost its shard and starts again as a reader: {Reason}")]
    public static partial void ShardFailed(this ILogger logger, string instance, string reason, Exception e);

    [LoggerMessage(EventName = "journal.client.error", Level = LogLevel.Warning, Message = "{Instance}: {Reason}")]
    public static partial void ClientError(this ILogger logger, string instance, string reason);
}
