namespace Noderr.LocalKafka.Groups;

/// <summary>Kafka's broker settings of groups, with Kafka's defaults but for the first.</summary>
public sealed record GroupSettings
{
    /// <summary>
    /// group.initial.rebalance.delay.ms. Kafka waits 3 s for more members, which a lone consumer loses at every start.
    /// </summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.Zero;

    /// <summary>group.min.session.timeout.ms</summary>
    public TimeSpan MinSessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>group.max.session.timeout.ms</summary>
    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>group.max.size</summary>
    public int MaxSize { get; init; } = int.MaxValue;

    /// <summary>offsets.retention.minutes</summary>
    public TimeSpan OffsetsRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>offsets.retention.check.interval.ms</summary>
    public TimeSpan OffsetsRetentionCheck { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>offset.metadata.max.bytes</summary>
    public int MaxOffsetMetadataBytes { get; init; } = 4096;
}
