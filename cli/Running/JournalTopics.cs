using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Noderr.Journal.Kafka;

namespace Noderr.Cli.Running;

/// <summary>The topics of the journals and of their snapshots: made where they are missing, with the settings that their content asks for.</summary>
internal static class JournalTopics
{
    public static async Task Ensure(IAdminClient admin, string prefix, int partitions)
    {
        var wanted = Topology.Services.SelectMany(s => new[] { Journal(prefix + s.Journal, s.Journal, partitions), Snapshot(prefix + s.Journal, partitions) });
        try
        {
            await admin.CreateTopicsAsync(wanted, new CreateTopicsOptions { RequestTimeout = TimeSpan.FromSeconds(20) });
        }
        catch (CreateTopicsException e) when (e.Results.TrueForAll(r => r.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
        {
            // There from the last time.
        }
    }

    private static TopicSpecification Journal(string topic, string journal, int partitions) => new()
    {
        Name = topic,
        NumPartitions = partitions,
        ReplicationFactor = -1,
        Configs = new()
        {
            ["cleanup.policy"] = "delete",
            ["retention.ms"] = journal is "market" or "features" ? "604800000" : "-1",
            [Topology.FlushedEachTime.Contains(journal) ? "flush.messages" : "flush.ms"] = Topology.FlushedEachTime.Contains(journal) ? "1" : "1000",
        },
    };

    private static TopicSpecification Snapshot(string topic, int partitions) => new()
    {
        Name = Snapshots.TopicOf(topic),
        NumPartitions = partitions,
        ReplicationFactor = -1,
        Configs = new() { ["cleanup.policy"] = "compact", ["segment.bytes"] = "16777216" },
    };
}
