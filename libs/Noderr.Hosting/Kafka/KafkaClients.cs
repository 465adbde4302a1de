using Confluent.Kafka;
using Confluent.SchemaRegistry;

namespace Noderr.Hosting.Kafka;

/// <summary>Settings of Confluent.Kafka's clients. Every knob says which way it trades.</summary>
public static class KafkaClients
{
    public static ProducerConfig Producer(this KafkaSettings settings, KafkaProfile profile, string clientId) => new(Connection(settings, clientId))
    {
        // A journal's record must not be lost with one broker, nor doubled by a retry; both cost one round trip inside the cluster.
        Acks = Acks.All,
        EnableIdempotence = true,
        // More requests on the way hide the network's latency; five is what idempotence can still put in order.
        MaxInFlight = 5,
        // Batches are full in 0 ms or they are late: waiting trades latency for fewer requests.
        LingerMs = profile is KafkaProfile.Bulk ? 20 : 0,
        // A larger batch is sent more cheaply and holds more up when it fails.
        BatchSize = profile is KafkaProfile.Bulk ? 1_000_000 : 256_000,
        CompressionType = profile is KafkaProfile.Bulk ? CompressionType.Lz4 : CompressionType.None,
        // After this long a record is given up and the shard starts again: short fails over soon, long sits out a broker's restart.
        MessageTimeoutMs = profile is KafkaProfile.Latency ? 10_000 : profile is KafkaProfile.Durable ? 30_000 : 120_000,
        // The default of 100 ms doubles up to 1 s: a leader's move would be felt that long.
        RetryBackoffMs = profile is KafkaProfile.Bulk ? 100 : 10,
        // What may wait in memory when the brokers are slow: full means the caller hears it, not that memory grows.
        QueueBufferingMaxKbytes = profile is KafkaProfile.Bulk ? 262_144 : 65_536,
        // Java's partitioner, so that other clients find a key where we put it.
        Partitioner = Partitioner.Murmur2Random,
        // Only what contiguity needs; the rest is copied from native memory for nothing.
        DeliveryReportFields = "status",
    };

    /// <summary>A reader of partitions that were assigned by hand: a shard's position is in its journal, not in a group.</summary>
    public static ConsumerConfig Reader(this KafkaSettings settings, KafkaProfile profile, string clientId) => new(Connection(settings, clientId))
    {
        // The client asks for a name; nothing is ever committed under it.
        GroupId = clientId,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        // Below the log's start is data loss for a fold: to be told, not to be skipped.
        AutoOffsetReset = AutoOffsetReset.Error,
        // How recovery knows that it has read everything.
        EnablePartitionEof = true,
        AllowAutoCreateTopics = false,
        // With one byte the broker answers at once; the wait only bounds how long an idle fetch hangs, and with it how soon the end is known.
        FetchMinBytes = profile is KafkaProfile.Bulk or KafkaProfile.View ? 65_536 : 1,
        FetchWaitMaxMs = profile is KafkaProfile.Latency ? 50 : profile is KafkaProfile.Durable or KafkaProfile.View ? 100 : 500,
        // After a failed fetch: soon costs requests, late costs half a second of silence.
        FetchErrorBackoffMs = profile is KafkaProfile.Bulk ? 500 : 20,
        // With a small queue the default of 1 s is a stall of 1 s.
        FetchQueueBackoffMs = profile is KafkaProfile.Bulk ? 100 : 5,
        // Read ahead: more hides the network, and is native memory the collector does not see.
        QueuedMinMessages = profile is KafkaProfile.Bulk or KafkaProfile.View ? 100_000 : 5_000,
        QueuedMaxMessagesKbytes = profile is KafkaProfile.Bulk or KafkaProfile.View ? 65_536 : 16_384,
        // Journals have no transactions; waiting for a stable offset would wait for nobody.
        IsolationLevel = IsolationLevel.ReadUncommitted,
        ConsumeResultFields = "headers,timestamp,topic",
    };

    /// <summary>A member of the group that shares out a journal's shards.</summary>
    public static ConsumerConfig Member(this KafkaSettings settings, string group, string clientId)
    {
        var member = new ConsumerConfig(settings.Reader(KafkaProfile.Latency, clientId))
        {
            GroupId = group,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            // A dead owner is replaced after this: short moves shards soon, too short moves them for a pause of the collector. A broker's least is 6 s.
            SessionTimeoutMs = 6_000,
            HeartbeatIntervalMs = 1_500,
            // Nothing is taken: it only has to be there.
            QueuedMinMessages = 1,
        };
        // A member with a name keeps its shards through a restart, and leaves them to nobody for the length of the session when it goes.
        if (settings.GroupInstance.Length > 0) member.GroupInstanceId = settings.GroupInstance;
        return member;
    }

    public static AdminClientConfig Admin(this KafkaSettings settings, string clientId) => new(Connection(settings, clientId));

    public static CachedSchemaRegistryClient Registry(this KafkaSettings settings)
    {
        var config = new SchemaRegistryConfig { Url = settings.SchemaRegistryUrl.ToString(), RequestTimeoutMs = 5_000 };
        if (settings.SchemaRegistryUsername.Length > 0) config.BasicAuthUserInfo = $"{settings.SchemaRegistryUsername}:{settings.SchemaRegistryPassword.Reveal()}";
        if (settings.SslCaLocation.Length > 0) config.SslCaLocation = settings.SslCaLocation;
        return new CachedSchemaRegistryClient(config);
    }

    private static ClientConfig Connection(KafkaSettings settings, string clientId)
    {
        var config = new ClientConfig
        {
            BootstrapServers = settings.BootstrapServers,
            ClientId = clientId,
            SecurityProtocol = settings.SecurityProtocol switch
            {
                Protocol.Ssl => SecurityProtocol.Ssl,
                Protocol.SaslPlaintext => SecurityProtocol.SaslPlaintext,
                Protocol.SaslSsl => SecurityProtocol.SaslSsl,
                _ => SecurityProtocol.Plaintext,
            },
            // A broker that came back is found within a second instead of ten.
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 1_000,
            TopicMetadataRefreshIntervalMs = 60_000,
            EnableMetricsPush = false,
        };
        if (settings.SslCaLocation.Length > 0) config.SslCaLocation = settings.SslCaLocation;
        if (settings.SslCertificateLocation.Length > 0) (config.SslCertificateLocation, config.SslKeyLocation) = (settings.SslCertificateLocation, settings.SslKeyLocation);
        if (settings.SecurityProtocol is not (Protocol.SaslPlaintext or Protocol.SaslSsl)) return config;
        config.SaslMechanism = settings.SaslMechanism switch { "PLAIN" => SaslMechanism.Plain, "SCRAM-SHA-256" => SaslMechanism.ScramSha256, _ => SaslMechanism.ScramSha512 };
        (config.SaslUsername, config.SaslPassword) = (settings.SaslUsername, settings.SaslPassword.Reveal());
        return config;
    }
}
