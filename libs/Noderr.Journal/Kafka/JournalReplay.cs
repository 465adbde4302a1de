using Confluent.Kafka;
using Noderr.Journal.Entries;
using Noderr.Journal.Shards;

namespace Noderr.Journal.Kafka;

/// <summary>What a replay came to: the state at the journal's end, and each decision that came out differently.</summary>
public sealed record ReplayResult(long Entries, long Position, UInt128 StateHash, long Differences, IReadOnlyList<string> FirstDifferences);

/// <summary>
/// Folds a shard's journal once more, from its beginning or from its newest snapshot, up to where it ends now; on request makes each
/// decision that an input caused again and compares. It writes nothing and claims nothing.
/// </summary>
public sealed class JournalReplay<TEvent>(ShardPlan<TEvent> plan, Func<IRecordReader> openReader)
{
    private const int DifferencesShown = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="progress">Told how far it is, and how far it has to go.</param>
    /// <exception cref="KafkaException">The cluster is away, or nothing more comes.</exception>
    /// <exception cref="JournalException">The journal can't be what these services wrote.</exception>
    public ReplayResult Run(bool decideAgain, bool fromSnapshot = false, Action<long, long>? progress = null, CancellationToken cancel = default)
    {
        var own = new RecordBuffer<TEvent>(plan.Journal, plan.Codec);
        var buffers = plan.Buffers.Append(own).ToDictionary(b => b.At);
        var written = new Written(own);
        var shard = new Shard<TEvent>(plan.Decider, plan.Feeds, written, "replay", static _ => { });
        var differences = new List<string>();
        var different = 0L;
        if (decideAgain)
        {
            shard.DecideAgain(text =>
            {
                if (++different <= DifferencesShown) differences.Add(text);
            });
        }
        using var reader = openReader();
        if (fromSnapshot && Snapshots.Read(Snapshots.Of(plan.Journal), openReader).Newest is { } newest)
            shard.Restore(newest.Position, newest.State);
        var end = reader.Ends(plan.Journal).High.Value;
        reader.Assign(FeedStarts.Of(plan.Feeds, reader).Append(new TopicPartitionOffset(plan.Journal, shard.Position)));
        var last = DateTime.UtcNow;
        while (shard.Position < end || shard.IsMidEntry)
        {
            cancel.ThrowIfCancellationRequested();
            if (reader.Read(TimeSpan.FromMilliseconds(200)) is { IsPartitionEOF: false } record)
            {
                buffers[record.TopicPartition].Add(record, static poison => throw new JournalException($"{poison.At} can't be read: {poison.Reason}"));
                last = DateTime.UtcNow;
            }
            else if (DateTime.UtcNow - last > Patience)
            {
                throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"the replay of {plan.Journal} stands at {shard.Position} of {end}, and nothing more comes"));
            }
            while ((shard.Position < end || shard.IsMidEntry) && shard.Follow()) { }
            BackPressure.Keep(reader, buffers.Values, null);
            progress?.Invoke(shard.Position, end);
        }
        return new ReplayResult(shard.Sequence, shard.Position, shard.StateHash(), different, differences);
    }

    private sealed class Written(RecordBuffer<TEvent> own) : IJournal<TEvent>
    {
        public bool TryRead(long offset, out Entry<TEvent> entry) => own.TryRead(offset, out entry);

        public void Append(Entry<TEvent> entry) => throw new InvalidOperationException("a replay writes nothing");
    }
}
