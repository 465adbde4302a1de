using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Confluent.SchemaRegistry;
using Microsoft.Extensions.Logging.Abstractions;
using Noderr.Compliance;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Registry;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;
using Noderr.LocalKafka;
using Noderr.Tests.Unit.Cli;

namespace Noderr.Tests.Unit.Compliance;

/// <summary>Compliance over a broker in this process, and what the command says of its journals.</summary>
public sealed class AuditCommandTests : IAsyncLifetime
{
    private const int Records = 1234, InStretch = 100;

    private readonly string folder = Directory.CreateTempSubdirectory("audit-").FullName;
    private LocalKafkaServer server = null!;

    // As the service writes them.
    private FramedCodec<ComplianceEvent> seals = null!;

    public async ValueTask InitializeAsync()
    {
        server = await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = folder, Port = 0, RegistryPort = 0 }, TestContext.Current.CancellationToken);
        await Make("noderr.orders", "noderr.orders.dead", "noderr.compliance", "noderr.compliance.snapshots");
        using var registry = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = server.RegistryUrl!.ToString() });
        seals = await new SchemaIds(registry, mayRegister: true).FrameAsync("noderr.compliance", new ComplianceCodec());
        await Write("noderr.orders", Records);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_not_touched_is_intact_also_after_a_second_life_of_compliance()
    {
        await Seal();
        await Write("noderr.orders", 50, from: Records);
        await Seal();
        var ran = await Verify();
        Assert.Equal(("", 0), (ran.Error, ran.Code));
        Assert.Equal("orders/0  intact: 1,284 records from offset 0", ran.Lines[0]);
        Assert.Matches(@"^1,284 records proved by \d+ seals: intact$", ran.Lines[1]);

        await Write("noderr.orders", 7, from: Records + 50);
        Assert.Equal("orders/0  intact: 1,284 records from offset 0, 7 not sealed yet", (await Verify()).Lines[0]);
        var json = (await Verify("--json")).Lines.Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(("orders", true, 1284, 7, 64), ((string)json[0]["journal"]!, (bool)json[0]["intact"]!, (int)json[0]["proved"]!, (int)json[0]["unsealed"]!, ((string)json[0]["head"]!).Length));
        Assert.Equal((true, 0), ((bool)json[1]["intact"]!, (int)json[1]["broken"]!));
    }

    [Fact]
    public async Task Retention_is_no_fault_where_a_seal_covers_the_boundary()
    {
        await Seal();
        var before = await Verify("--json");
        using (var admin = Admin()) await admin.DeleteRecordsAsync([new(new TopicPartition("noderr.orders", 0), 350)]);
        var ran = await Verify();
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"^orders/0  intact: [\d,]+ records from offset \d+, \d+ before it belong to a stretch whose beginning is deleted$", ran.Lines[0]);
        var after = JsonNode.Parse((await Verify("--json")).Lines[0])!;
        Assert.InRange((int)after["from"]!, 351, 350 + InStretch);
        Assert.Equal((string)JsonNode.Parse(before.Lines[0])!["head"]!, (string)after["head"]!);
        Assert.Equal(Records - 350, (int)after["proved"]! + (int)after["unprovable"]!);
    }

    [Fact]
    public async Task A_record_that_was_changed_has_exit_code_1_and_its_place()
    {
        await Seal();
        using (var admin = Admin()) await admin.DeleteTopicsAsync(["noderr.orders"]);
        await Make("noderr.orders");
        await Write("noderr.orders", Records, changed: 777);
        var ran = await Verify();
        Assert.Equal(1, ran.Code);
        Assert.Matches(@"^orders/0  BROKEN at offset (7\d\d|6\d\d): the records \d+ to \d+ are not those that were sealed at ", ran.Lines[0]);
        Assert.EndsWith("BROKEN, 1 partition", ran.Lines[^1]);
        var json = JsonNode.Parse((await Verify("--json")).Lines[0])!;
        Assert.Equal("Changed", (string)json["fault"]!);
        Assert.InRange(777, (int)json["offset"]!, (int)json["lastOffset"]!);
    }

    [Fact]
    public async Task A_journal_that_is_gone_is_broken()
    {
        await Seal();
        using (var admin = Admin()) await admin.DeleteTopicsAsync(["noderr.orders"]);
        var ran = await Verify();
        Assert.Equal(1, ran.Code);
        Assert.Equal($"orders/0  BROKEN at offset 0: the journal is empty, and is sealed to {Records - 1}", ran.Lines[0]);
    }

    [Fact]
    public async Task A_strange_word_in_the_journal_of_seals_is_told()
    {
        await Seal();
        await Write("noderr.compliance", 1);
        var ran = await Verify();
        Assert.Equal(1, ran.Code);
        Assert.Matches(@"^compliance/0  BROKEN at offset \d+: what is said from offset \d+ on does not count: no headers of a journal's entry$", ran.Lines[0]);
    }

    [Fact]
    public async Task Where_nothing_was_ever_sealed_it_cannot_run()
    {
        var ran = await Verify("--prefix", "other.");
        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.StartsWith("noderr audit verify: there is no topic other.compliance at ", ran.Error);
    }

    [Fact]
    public async Task Where_no_broker_is_it_cannot_run()
    {
        var ran = await NoderrCommand.Run("audit", "verify", "--bootstrap", "127.0.0.1:1");
        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.StartsWith("noderr audit verify: no Kafka answers at 127.0.0.1:1", ran.Error);
    }

    private Task<Ran> Verify(params string[] more) => NoderrCommand.Run(["audit", "verify", "--bootstrap", server.BootstrapServers, .. more]);

    /// <summary>A life of compliance, until everything is sealed.</summary>
    private async Task Seal()
    {
        using var writer = new ClientWriter(new ProducerConfig { BootstrapServers = server.BootstrapServers, Acks = Acks.All, EnableIdempotence = true, LingerMs = 0 });
        var consuming = new ConsumerConfig
        {
            BootstrapServers = server.BootstrapServers,
            GroupId = "compliance",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Error,
        };
        await using var driver = new ShardDriver<ComplianceEvent>(
            () =>
            {
                var decider = new ComplianceDecider(new SealRule { Records = InStretch, Every = TimeSpan.FromMilliseconds(50) });
                return new ShardPlan<ComplianceEvent>(new("noderr.compliance", 0), seals, decider).ReadsRaw(new("noderr.orders", 0), "orders", decider);
            },
            writer, () => new ClientReader(consuming), new NoEffects(), _ => { }, new Untimed(), "test", "", new Noderr.Journal.SteadyClock(TimeProvider.System, static _ => { }), NullLogger.Instance);
        var end = server.Broker.Topics.Partition("noderr.orders", 0)!.HighWatermark;
        var reached = false;
        for (var i = 0; i < 1500 && !reached; i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            reached = driver.Look((ComplianceDecider d) => d.SealedTo("orders", 0) >= end - 1);
        }
        Assert.True(reached, "not all was sealed within 30 s");
        // Until the last seal is in the log.
        writer.Flush(TimeSpan.FromSeconds(30));
    }

    private async Task Make(params string[] topics)
    {
        using var admin = Admin();
        await admin.CreateTopicsAsync(topics.Select(t => new TopicSpecification { Name = t, NumPartitions = 1, ReplicationFactor = 1 }));
    }

    private async Task Write(string topic, int count, int from = 0, int changed = -1)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = server.BootstrapServers }).Build();
        for (var i = from; i < from + count; i++)
        {
            producer.Produce(new TopicPartition(topic, 0), new Message<byte[]?, byte[]?>
            {
                Key = Encoding.UTF8.GetBytes("book"),
                Value = Encoding.UTF8.GetBytes(i == changed ? "nothing happened" : $"record {i}"),
                Timestamp = new(1_764_000_000_000 + i, TimestampType.CreateTime),
            });
        }
        producer.Flush(TestContext.Current.CancellationToken);
        await Task.CompletedTask;
    }

    private IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = server.BootstrapServers }).Build();

    private sealed class Untimed : IShardTimes
    {
        public void Decided(long since)
        {
        }

        public void Acknowledged(long since)
        {
        }
    }

    private sealed class NoEffects : IEffects<ComplianceEvent>
    {
        public void Run(Entry<ComplianceEvent> entry)
        {
        }

        public void TookOver()
        {
        }
    }
}
