namespace Noderr.Hosting.Kafka;

/// <summary>What a client is tuned for.</summary>
public enum KafkaProfile
{
    /// <summary>The hot path: a record leaves and arrives at once, at the price of more and smaller requests.</summary>
    Latency,

    /// <summary>Journals that money hangs on: waits longer for an acknowledgement before it gives a record up.</summary>
    Durable,

    /// <summary>Seldom anything comes, and what comes is to be known at once: configuration, owners, dead letters.</summary>
    Watch,

    /// <summary>What a person looks at: ten times a second, in large batches.</summary>
    View,

    /// <summary>Catching up, snapshots, research: large batches, late by some milliseconds.</summary>
    Bulk,
}
