using Noderr.LocalKafka.Records;

namespace Noderr.LocalKafka.Settings;

/// <summary>A topic's settings, resolved once for the code that needs them with every record.</summary>
public sealed class TopicSettings
{
    private readonly IReadOnlyDictionary<string, string> overrides;
    private readonly BrokerSettings broker;

    public TopicSettings(IReadOnlyDictionary<string, string> overrides, BrokerSettings broker)
    {
        (this.overrides, this.broker) = (overrides, broker);
        var policies = this["cleanup.policy"].Split(',', StringSplitOptions.TrimEntries);
        Compact = policies.Contains("compact");
        Delete = policies.Contains("delete");
        SegmentBytes = int.Parse(this["segment.bytes"]);
        SegmentMs = Long("segment.ms");
        RetentionMs = Long("retention.ms");
        RetentionBytes = Long("retention.bytes");
        FlushMessages = Long("flush.messages");
        FlushMs = Long("flush.ms");
        IndexIntervalBytes = int.Parse(this["index.interval.bytes"]);
        MaxMessageBytes = int.Parse(this["max.message.bytes"]);
        LogAppendTime = this["message.timestamp.type"] == "LogAppendTime";
        TimestampAfterMaxMs = Long("message.timestamp.after.max.ms");
        TimestampBeforeMaxMs = Long("message.timestamp.before.max.ms");
        DeleteRetentionMs = Long("delete.retention.ms");
        MinCleanableDirtyRatio = double.Parse(this["min.cleanable.dirty.ratio"]);
        MinCompactionLagMs = Long("min.compaction.lag.ms");
        MaxCompactionLagMs = Long("max.compaction.lag.ms");
        Compression = this["compression.type"] switch
        {
            "uncompressed" => CompressionType.None,
            "gzip" => CompressionType.Gzip,
            "snappy" => CompressionType.Snappy,
            "lz4" => CompressionType.Lz4,
            "zstd" => CompressionType.Zstd,
            _ => null,
        };
    }

    public bool Compact { get; }
    public bool Delete { get; }
    public int SegmentBytes { get; }
    public long SegmentMs { get; }
    public long RetentionMs { get; }
    public long RetentionBytes { get; }
    public long FlushMessages { get; }
    public long FlushMs { get; }
    public int IndexIntervalBytes { get; }
    public int MaxMessageBytes { get; }
    public bool LogAppendTime { get; }
    public long TimestampAfterMaxMs { get; }
    public long TimestampBeforeMaxMs { get; }
    public long DeleteRetentionMs { get; }
    public double MinCleanableDirtyRatio { get; }
    public long MinCompactionLagMs { get; }
    public long MaxCompactionLagMs { get; }

    /// <summary>Null: as the producer sent it.</summary>
    public CompressionType? Compression { get; }

    public string this[string name] =>
        overrides.TryGetValue(name, out var value) ? value
        : TopicSettingTable.ByName[name].BrokerName is { } brokerName ? broker[brokerName]
        : TopicSettingTable.ByName[name].Default;

    private long Long(string name) => long.Parse(this[name]);
}
