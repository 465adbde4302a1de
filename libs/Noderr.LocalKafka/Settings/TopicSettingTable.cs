namespace Noderr.LocalKafka.Settings;

/// <summary>The settings of a topic. Those that only replication gives a meaning are kept and shown, since clients set them.</summary>
public static class TopicSettingTable
{
    public static readonly Setting[] All =
    [
        new("cleanup.policy", SettingType.List, "delete", "delete drops old segments, compact keeps each key's last record") { BrokerName = "log.cleanup.policy", Allowed = ["compact", "delete"] },
        new("compression.type", SettingType.String, "producer", "producer stores batches as they came; another codec compresses them again") { BrokerName = "compression.type", Allowed = ["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"] },
        new("compression.gzip.level", SettingType.Int, "-1", "kept, the codec's default is used") { BrokerName = "compression.gzip.level" },
        new("compression.lz4.level", SettingType.Int, "9", "kept, the codec's default is used") { BrokerName = "compression.lz4.level" },
        new("compression.zstd.level", SettingType.Int, "3", "kept, the codec's default is used") { BrokerName = "compression.zstd.level" },
        new("delete.retention.ms", SettingType.Long, "86400000", "how long compaction keeps tombstones") { BrokerName = "log.cleaner.delete.retention.ms", Min = 0 },
        new("file.delete.delay.ms", SettingType.Long, "60000", "kept; files are unlinked at once, readers keep theirs open") { BrokerName = "log.segment.delete.delay.ms", Min = 0 },
        new("flush.messages", SettingType.Long, "9223372036854775807", "records after which the log is flushed; at 1 every acknowledged record is on disk") { BrokerName = "log.flush.interval.messages", Min = 1 },
        new("flush.ms", SettingType.Long, "9223372036854775807", "time after which the log is flushed") { BrokerName = "log.flush.interval.ms", Min = 0 },
        new("follower.replication.throttled.replicas", SettingType.String, "", "kept, one node has no followers"),
        new("index.interval.bytes", SettingType.Int, "4096", "bytes of log between two index entries") { BrokerName = "log.index.interval.bytes", Min = 0 },
        new("leader.replication.throttled.replicas", SettingType.String, "", "kept, one node has no followers"),
        new("max.compaction.lag.ms", SettingType.Long, "9223372036854775807", "time after which a record must have been compacted") { BrokerName = "log.cleaner.max.compaction.lag.ms", Min = 1 },
        new("max.message.bytes", SettingType.Int, "1048588", "the largest batch") { BrokerName = "message.max.bytes", Min = 0 },
        new("message.timestamp.after.max.ms", SettingType.Long, "3600000", "how far ahead of this clock a record's time may be") { BrokerName = "log.message.timestamp.after.max.ms", Min = 0 },
        new("message.timestamp.before.max.ms", SettingType.Long, "9223372036854775807", "how far behind this clock a record's time may be") { BrokerName = "log.message.timestamp.before.max.ms", Min = 0 },
        new("message.timestamp.type", SettingType.String, "CreateTime", "whose clock stamps records") { BrokerName = "log.message.timestamp.type", Allowed = ["CreateTime", "LogAppendTime"] },
        new("min.cleanable.dirty.ratio", SettingType.Double, "0.5", "share of uncompacted bytes at which compaction starts") { BrokerName = "log.cleaner.min.cleanable.ratio", Min = 0, Max = 1 },
        new("min.compaction.lag.ms", SettingType.Long, "0", "time for which a record stays uncompacted") { BrokerName = "log.cleaner.min.compaction.lag.ms", Min = 0 },
        new("min.insync.replicas", SettingType.Int, "1", "kept, one node is its only replica") { BrokerName = "min.insync.replicas", Min = 1 },
        new("preallocate", SettingType.Boolean, "false", "kept, segments grow as they are written") { BrokerName = "log.preallocate" },
        new("retention.bytes", SettingType.Long, "-1", "size of a partition above which old segments go; -1 for none") { BrokerName = "log.retention.bytes", Min = -1 },
        new("retention.ms", SettingType.Long, "604800000", "age at which segments go; -1 for none") { BrokerName = "log.retention.ms", Min = -1 },
        new("segment.bytes", SettingType.Int, "1073741824", "size at which a segment is closed") { BrokerName = "log.segment.bytes", Min = 14 },
        new("segment.index.bytes", SettingType.Int, "10485760", "kept, the index grows with its segment") { BrokerName = "log.index.size.max.bytes", Min = 4 },
        new("segment.jitter.ms", SettingType.Long, "0", "kept, segments close on time") { BrokerName = "log.roll.jitter.ms", Min = 0 },
        new("segment.ms", SettingType.Long, "604800000", "age at which a segment is closed") { BrokerName = "log.roll.ms", Min = 1 },
        new("unclean.leader.election.enable", SettingType.Boolean, "false", "kept, one node is always the leader") { BrokerName = "unclean.leader.election.enable" },
    ];

    public static readonly IReadOnlyDictionary<string, Setting> ByName = All.ToDictionary(s => s.Name);
}
