using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Noderr.Tests.Broker.Crash;

/// <summary>What members of a group were told about their commits.</summary>
public sealed class CommitLedger(Violations violations)
{
    private readonly ConcurrentDictionary<TopicPartition, long> _acknowledged = new();

    public void Acknowledge(TopicPartitionOffset commit) =>
        _acknowledged.AddOrUpdate(commit.TopicPartition, commit.Offset.Value, (_, old) => Math.Max(old, commit.Offset.Value));

    public long Acknowledged(TopicPartition partition) => _acknowledged.GetValueOrDefault(partition, 0);

    public void Judge(IEnumerable<TopicPartitionOffset> committed)
    {
        ArgumentNullException.ThrowIfNull(committed);
        foreach (var offset in committed)
            if (offset.Offset.Value < Acknowledged(offset.TopicPartition))
                violations.Add($"group: {offset.TopicPartition} was committed at {Acknowledged(offset.TopicPartition)} and is now {offset.Offset}");
    }
}

/// <summary>A member of a consumer group that reads and commits as it goes.</summary>
public sealed class GroupLoad : Load
{
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly CommitLedger _ledger;
    private readonly Dictionary<TopicPartition, long> _next = [];
    private DateTime _commitAt = DateTime.UtcNow;

    public GroupLoad(string name, string bootstrap, string group, string topic, CommitLedger ledger, Violations violations)
        : base(name, bootstrap, violations)
    {
        _ledger = ledger;
        var config = Quick(new ConsumerConfig { GroupId = group, EnableAutoCommit = false, AutoOffsetReset = AutoOffsetReset.Earliest });
        (config.SessionTimeoutMs, config.HeartbeatIntervalMs, config.FetchWaitMaxMs) = (6000, 300, 100);
        _consumer = new ConsumerBuilder<Ignore, byte[]>(config)
            .SetLogHandler((_, _) => { })
            .SetPartitionsAssignedHandler((_, partitions) => { Forget(partitions); })
            .SetPartitionsRevokedHandler((_, partitions) => { Forget(partitions.Select(p => p.TopicPartition)); })
            .Build();
        _consumer.Subscribe(topic);
    }

    public int Commits { get; private set; }

    protected override void Step()
    {
        try
        {
            if (_consumer.Consume(50) is { } result)
                Check(result);
            if (DateTime.UtcNow < _commitAt || _next.Count == 0)
                return;
            _commitAt = DateTime.UtcNow.AddMilliseconds(100);
            var offsets = _next.Select(n => new TopicPartitionOffset(n.Key, n.Value)).ToList();
            _consumer.Commit(offsets);
            foreach (var offset in offsets)
                _ledger.Acknowledge(offset);
            Commits++;
        }
        catch (KafkaException e) when (!e.Error.IsFatal)
        {
            // Not acknowledged: the broker is away, or the group rebalances.
            Thread.Sleep(20);
        }
    }

    protected override void Settle()
    {
    }

    protected override void Close() => _consumer.Dispose();

    private void Forget(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
            _next.Remove(partition);
    }

    /// <summary>Within an assignment no record is left out; a new one begins at, or behind, the last acknowledged commit.</summary>
    private void Check(ConsumeResult<Ignore, byte[]> result)
    {
        var (partition, offset) = (result.TopicPartition, result.Offset.Value);
        if (_next.TryGetValue(partition, out var next) && offset != next)
            Violations.Add($"{Name}: {partition} jumps from {next} to {offset}");
        else if (offset < _ledger.Acknowledged(partition) && !_next.ContainsKey(partition))
            Violations.Add($"{Name}: {partition} is read again from {offset} although {_ledger.Acknowledged(partition)} was committed");
        _next[partition] = offset + 1;
    }
}
