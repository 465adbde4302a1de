namespace Noderr.LocalKafka.Settings;

/// <summary>The settings of the broker: its own, and the defaults of topics.</summary>
public static class BrokerSettingTable
{
    private static readonly Setting[] Own =
    [
        new("advertised.listeners", SettingType.String, "", "addresses that clients are told, where they differ from listeners") { Fixed = true },
        new("auto.create.topics.enable", SettingType.Boolean, "true", "a topic that is asked for is made") { Fixed = true },
        new("broker.id", SettingType.Int, "1", "the node's id") { Fixed = true, Min = 1, Max = 1 },
        new("connections.max.idle.ms", SettingType.Long, "600000", "an idle connection is closed after this time") { Fixed = true, Min = 1000 },
        new("default.replication.factor", SettingType.Int, "1", "one node holds one replica") { Fixed = true, Min = 1, Max = 1 },
        new("delete.topic.enable", SettingType.Boolean, "true", "topics can be deleted") { Fixed = true },
        new("fetch.max.bytes", SettingType.Int, "16777216", "the most bytes of an answer to a fetch; what is smaller is worked on while the next is on its way") { Fixed = true, Min = 1024 },
        new("group.initial.rebalance.delay.ms", SettingType.Int, "0", "how long a new group waits for more members") { Fixed = true, Min = 0 },
        new("group.max.session.timeout.ms", SettingType.Int, "1800000", "the longest session of a member") { Fixed = true, Min = 1 },
        new("group.max.size", SettingType.Int, "2147483647", "the most members of a group") { Fixed = true, Min = 1 },
        new("group.min.session.timeout.ms", SettingType.Int, "6000", "the shortest session of a member") { Fixed = true, Min = 1 },
        new("listeners", SettingType.String, "", "NAME://host:port,…, NAME one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL; instead of --port and --sasl-port") { Fixed = true },
        new("log.cleaner.backoff.ms", SettingType.Long, "15000", "time between two looks for something to compact") { Fixed = true, Min = 1 },
        new("log.cleaner.enable", SettingType.Boolean, "true", "compaction runs") { Fixed = true },
        new("log.retention.check.interval.ms", SettingType.Long, "300000", "time between two looks for segments to drop") { Fixed = true, Min = 1 },
        new("max.connections", SettingType.Int, "4096", "connections held at once; the next one is closed") { Fixed = true, Min = 1 },
        new("num.partitions", SettingType.Int, "1", "partitions of a topic made without a count") { Fixed = true, Min = 1, Max = 10_000 },
        new("offset.metadata.max.bytes", SettingType.Int, "4096", "the longest text beside a committed offset") { Fixed = true, Min = 0 },
        new("offsets.retention.check.interval.ms", SettingType.Long, "600000", "time between two looks for offsets to drop") { Fixed = true, Min = 1 },
        new("offsets.retention.minutes", SettingType.Int, "10080", "how long offsets of an empty group are kept") { Fixed = true, Min = 1 },
        new("producer.id.expiration.ms", SettingType.Int, "86400000", "how long an idle producer's sequence is remembered") { Fixed = true, Min = 1 },
        new("queued.max.request.bytes", SettingType.Long, "134217728", "memory for requests that are coming in, over all connections") { Fixed = true, Min = 1 << 20 },
        new("socket.request.max.bytes", SettingType.Int, "104857600", "the largest request") { Fixed = true, Min = 1024 },
        new("socket.send.buffer.bytes", SettingType.Int, "204800", "what a client is sent ahead of its reading, small enough to stay in the processor's cache; -1: as the system decides") { Fixed = true, Min = -1 },
        new("transaction.abort.timed.out.transaction.cleanup.interval.ms", SettingType.Int, "1000", "time between two looks for transactions that ran out of time") { Fixed = true, Min = 1 },
        new("transaction.max.timeout.ms", SettingType.Int, "900000", "the longest transaction") { Fixed = true, Min = 1 },
        new("transactional.id.expiration.ms", SettingType.Int, "604800000", "how long an idle transactional id is remembered") { Fixed = true, Min = 1 },
    ];

    /// <summary>Accepted and without effect, so that a file made for Apache Kafka can be passed on.</summary>
    public static readonly string[] WithoutEffect =
    [
        "log.initial.task.delay.ms", "log.cleaner.dedupe.buffer.size", "offsets.topic.replication.factor", "offsets.topic.num.partitions",
        "transaction.state.log.replication.factor", "transaction.state.log.min.isr", "transaction.state.log.num.partitions",
        "share.coordinator.state.topic.replication.factor", "share.coordinator.state.topic.min.isr",
        "share.coordinator.state.topic.num.partitions", "num.network.threads", "num.io.threads", "process.roles", "node.id",
        "group.coordinator.new.enable", "controller.quorum.voters", "log.cleaner.threads",
    ];

    public static readonly IReadOnlyDictionary<string, Setting> ByName =
        Own.Concat(TopicSettingTable.All
                .Where(s => s.BrokerName is not null)
                .Select(s => s with { Name = s.BrokerName!, BrokerName = null }))
            .DistinctBy(s => s.Name)
            .OrderBy(s => s.Name, StringComparer.Ordinal)
            .ToDictionary(s => s.Name);
}
