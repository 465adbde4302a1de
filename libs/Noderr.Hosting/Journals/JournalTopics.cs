using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Kafka;

namespace Noderr.Hosting.Journals;

/// <summary>
/// The topics of a service: its journal, the snapshots and the dead letters beside it, made where they are missing with the settings that
/// their content asks for. Those of others it waits for.
/// </summary>
public sealed class JournalTopics(KafkaSettings kafka, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static string DeadOf(string journalTopic) => journalTopic + ".dead";

    public Task Prepare(ServiceEntry service, int books, CancellationToken cancel) =>
        Wait(service.Name, service.Journals.ToDictionary(kafka.Topic, journal => JournalCatalog.ShardsOf(journal, books)), service.Journal, cancel);

    /// <summary>For those who only look on.</summary>
    public Task Await(string who, IEnumerable<string> journals, int books, CancellationToken cancel) =>
        Wait(who, journals.ToDictionary(kafka.Topic, journal => JournalCatalog.ShardsOf(journal, books)), null, cancel);

    private async Task Wait(string who, Dictionary<string, int> wanted, string? own, CancellationToken cancel)
    {
        using var admin = new AdminClientBuilder(kafka.Admin(who)).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        await Waiting.Until(Lacking, log, cancel);

        async Task<string?> Lacking()
        {
            try
            {
                if (own is not null) await Make(admin, own, wanted[kafka.Topic(own)]);
                var there = admin.GetMetadata(Patience).Topics.Where(t => t.Error.Code == ErrorCode.NoError).ToDictionary(t => t.Topic, t => t.Partitions.Count);
                var missing = wanted.Where(w => there.GetValueOrDefault(w.Key) < w.Value).Select(w => w.Key).ToArray();
                return missing.Length == 0 ? null : $"topics {string.Join(", ", missing)}, which other services make";
            }
            catch (KafkaException e)
            {
                return $"Kafka at {kafka.BootstrapServers}: {e.Message}";
            }
        }
    }

    private async Task Make(IAdminClient admin, string journal, int shards)
    {
        var topic = kafka.Topic(journal);
        try
        {
            await admin.CreateTopicsAsync([Journal(topic, journal, shards), Snapshots(topic, shards), Dead(topic)], new CreateTopicsOptions { RequestTimeout = Patience });
        }
        catch (CreateTopicsException e) when (e.Results.TrueForAll(r => r.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
        {
            await Widen(admin, [topic, Noderr.Journal.Kafka.Snapshots.TopicOf(topic)], shards);
        }
    }

    /// <summary>A new book has a new shard.</summary>
    private static async Task Widen(IAdminClient admin, string[] topics, int shards)
    {
        foreach (var topic in topics)
        {
            var there = admin.GetMetadata(topic, Patience).Topics[0].Partitions.Count;
            if (there == 0 || there >= shards) continue;
            await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = shards }], new CreatePartitionsOptions { RequestTimeout = Patience });
        }
    }

    private static TopicSpecification Journal(string topic, string journal, int shards) => new()
    {
        Name = topic,
        NumPartitions = shards,
        ReplicationFactor = -1,
        Configs = new()
        {
            ["cleanup.policy"] = "delete",
            ["retention.ms"] = journal is "market" or "features" ? "604800000" : "-1",
            [Topology.Precious.Contains(journal) ? "flush.messages" : "flush.ms"] = Topology.Precious.Contains(journal) ? "1" : "1000",
        },
    };

    private static TopicSpecification Snapshots(string topic, int shards) => new()
    {
        Name = Noderr.Journal.Kafka.Snapshots.TopicOf(topic),
        NumPartitions = shards,
        ReplicationFactor = -1,
        Configs = new() { ["cleanup.policy"] = "compact", ["segment.bytes"] = "16777216" },
    };

    private static TopicSpecification Dead(string topic) => new()
    {
        Name = DeadOf(topic),
        NumPartitions = 1,
        ReplicationFactor = -1,
        Configs = new() { ["cleanup.policy"] = "delete", ["retention.ms"] = "-1", ["flush.messages"] = "1" },
    };
}
