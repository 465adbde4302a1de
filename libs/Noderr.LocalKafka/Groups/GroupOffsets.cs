using Noderr.LocalKafka.Topics;

namespace Noderr.LocalKafka.Groups;

/// <summary>How far a group has read, and the offsets of transactions that aren't over, which nobody sees yet. Not thread-safe.</summary>
internal sealed class GroupOffsets
{
    private readonly Dictionary<TopicPartition, CommittedOffset> committed = [];
    private readonly Dictionary<long, Dictionary<TopicPartition, CommittedOffset>> pending = [];

    public IReadOnlyDictionary<TopicPartition, CommittedOffset> Committed => committed;
    public bool HasPending => pending.Count > 0;
    public bool IsEmpty => committed.Count == 0 && pending.Count == 0;

    public void Commit(TopicPartition partition, CommittedOffset offset) => committed[partition] = offset;

    public void CommitPending(long producerId, TopicPartition partition, CommittedOffset offset)
    {
        if (!pending.TryGetValue(producerId, out var ofProducer)) pending[producerId] = ofProducer = [];
        ofProducer[partition] = offset;
    }

    public void EndTransaction(long producerId, bool commit)
    {
        if (!pending.Remove(producerId, out var ofProducer) || !commit) return;
        foreach (var (partition, offset) in ofProducer)
        {
            if (!committed.TryGetValue(partition, out var other) || other.Sequence < offset.Sequence) committed[partition] = offset;
        }
    }

    /// <summary>A consumer that reads on behind a transaction must wait until it is over.</summary>
    public bool IsUnstable(TopicPartition partition) => pending.Values.Any(p => p.ContainsKey(partition));

    public IEnumerable<TopicPartition> Partitions => committed.Keys.Concat(pending.Values.SelectMany(p => p.Keys)).Distinct();

    public void Remove(TopicPartition partition)
    {
        committed.Remove(partition);
        foreach (var (producer, ofProducer) in pending)
            if (ofProducer.Remove(partition) && ofProducer.Count == 0) pending.Remove(producer);
    }

    /// <summary>Those whose own time is over, and of the others those that were committed before the given time.</summary>
    public List<TopicPartition> Due(long nowMs, long beforeMs) =>
        [.. committed.Where(c => (c.Value.ExpiresAtMs is { } end ? end <= nowMs : c.Value.CommittedAtMs < beforeMs) && !IsUnstable(c.Key)).Select(c => c.Key)];
}
