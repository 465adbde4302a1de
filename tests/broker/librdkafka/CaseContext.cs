using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Noderr.Tests.Broker.Librdkafka;

/// <summary>Clients and topics for a case; every name is unique to the run, so that runs share a broker.</summary>
public sealed class CaseContext : IDisposable
{
    private readonly string _run = Random.Shared.Next().ToString("x", CultureInfo.InvariantCulture);
    private int _names;

    public CaseContext(string bootstrap)
    {
        Bootstrap = bootstrap;
        Admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap, LogConnectionClose = false }).Build();
    }

    public string Bootstrap { get; }

    public IAdminClient Admin { get; }

    public string Unique(string kind) => $"rd-{_run}-{kind}{Interlocked.Increment(ref _names)}";

    public async Task<string> Topic(int partitions = 1, Dictionary<string, string>? configs = null)
    {
        var name = Unique("t");
        await Admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = 1, Configs = configs }]);
        return name;
    }

    public IProducer<string?, string?> Producer(Action<ProducerConfig>? change = null)
    {
        var config = new ProducerConfig { BootstrapServers = Bootstrap, LingerMs = 2, LogConnectionClose = false };
        change?.Invoke(config);
        return new ProducerBuilder<string?, string?>(config).Build();
    }

    public IConsumer<string?, string?> Consumer(Action<ConsumerConfig>? change = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = Bootstrap,
            GroupId = Unique("g"),
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            SessionTimeoutMs = 6000,
            HeartbeatIntervalMs = 500,
            LogConnectionClose = false,
        };
        change?.Invoke(config);
        return new ConsumerBuilder<string?, string?>(config).SetValueDeserializer(NullableText.Instance).SetKeyDeserializer(NullableText.Instance).Build();
    }

    /// <summary>Everything in the topic, partition by partition, up to the ends as they are now.</summary>
    public List<ConsumeResult<string?, string?>> ReadAll(string topic, int partitions = 1, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        using var consumer = Consumer(c => c.IsolationLevel = isolation);
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var results = new List<ConsumeResult<string?, string?>>();
        var ended = new HashSet<int>();
        var clock = Stopwatch.StartNew();
        while (ended.Count < partitions)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(20))
                throw new CaseFailedException($"end of {topic} not reached within 20 s, {results.Count} records so far");
            var result = consumer.Consume(200);
            if (result is { IsPartitionEOF: true })
                ended.Add(result.Partition);
            else if (result is not null)
                results.Add(result);
        }
        return results;
    }

    public static void Until(string what, Func<bool> condition, int seconds = 25)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
            if (clock.Elapsed > TimeSpan.FromSeconds(seconds))
                throw new CaseFailedException($"not within {seconds} s: {what}");
    }

    public void Dispose() => Admin.Dispose();

    private sealed class NullableText : IDeserializer<string?>
    {
        public static readonly NullableText Instance = new();

        public string? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) =>
            isNull ? null : System.Text.Encoding.UTF8.GetString(data);
    }
}
