using Noderr.LocalKafka.Topics;

namespace Noderr.LocalKafka.Transactions;

/// <summary>Kafka's states, by the numbers that its transaction log gives them.</summary>
public enum TransactionState : sbyte
{
    Empty = 0,
    Ongoing = 1,
    PrepareCommit = 2,
    PrepareAbort = 3,
    CompleteCommit = 4,
    CompleteAbort = 5,
}

/// <summary>A transactional id with the producer that holds it and the transaction that it is in. Changed by making the next one.</summary>
public sealed record Transaction(string Id, long ProducerId, short Epoch, int TimeoutMs)
{
    public TransactionState State { get; init; } = TransactionState.Empty;
    public IReadOnlySet<TopicPartition> Partitions { get; init; } = new HashSet<TopicPartition>();
    public IReadOnlySet<string> Groups { get; init; } = new HashSet<string>();
    public long StartMs { get; init; } = -1;
    public long UpdateMs { get; init; }

    /// <summary>The epoch before the last bump, so that a producer that did not see the answer can ask again.</summary>
    public short LastEpoch { get; init; } = -1;

    public bool IsDecided => State is TransactionState.PrepareCommit or TransactionState.PrepareAbort;
    public bool Commits => State is TransactionState.PrepareCommit or TransactionState.CompleteCommit;
}
