using Confluent.Kafka;
using Noderr.Cli.Kafka.Client;
using Noderr.Compliance;
using Noderr.Hosting.Journals;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;

namespace Noderr.Cli.Auditing;

/// <summary>Checks every journal of an installation against what compliance said of it.</summary>
internal sealed class JournalAudit(string bootstrap, string prefix)
{
    private const string Compliance = "compliance";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Topics that lie beside a journal and are none.
    private static readonly string[] Beside = [Snapshots.TopicOf(""), JournalTopics.DeadOf("")];

    /// <summary>Told now and then where it is: the journal, the offset, and the end.</summary>
    public Action<string, long, long>? Progress { get; init; }

    /// <summary>Reads the seals first: what is sealed by then must be there.</summary>
    public IEnumerable<ChainVerdict> Run(CancellationToken cancel)
    {
        var topics = Topics();
        var partitionsOfSeals = topics.GetValueOrDefault(Compliance);
        if (partitionsOfSeals == 0)
            throw new CannotException($"there is no topic {prefix}{Compliance} at {bootstrap}: nothing was ever sealed there; is --prefix right?");
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(Consuming()).SetLogHandler(static (_, _) => { }).Build();
        var book = new SealBook();
        for (var p = 0; p < partitionsOfSeals; p++)
        {
            var at = new TopicPartition(prefix + Compliance, p);
            book.Read(Compliance, at, new PartitionRecords(consumer, at), cancel);
        }
        foreach (var fault in book.Faults) yield return fault;
        foreach (var (journal, partition) in Covered(topics, book)) yield return Check(consumer, topics, book, journal, partition, cancel);
    }

    /// <summary>What is there, and what was sealed although it is there no more.</summary>
    private static IEnumerable<(string Journal, int Partition)> Covered(Dictionary<string, int> topics, SealBook book) =>
        topics.Where(t => t.Key != Compliance).SelectMany(t => Enumerable.Range(0, t.Value).Select(p => (t.Key, p)))
            .Union(book.Sealed).OrderBy(j => j.Item1, StringComparer.Ordinal).ThenBy(j => j.Item2);

    private ChainVerdict Check(
        IConsumer<byte[]?, byte[]?> consumer, Dictionary<string, int> topics, SealBook book, string journal, int partition, CancellationToken cancel)
    {
        var audit = new ChainAudit(journal, partition, book.Of(journal, partition));
        if (partition >= topics.GetValueOrDefault(journal)) return audit.End();
        var records = new PartitionRecords(consumer, new TopicPartition(prefix + journal, partition));
        audit.Begin(records.First);
        foreach (var record in records.Read(cancel))
        {
            audit.Add(new RawRecord(journal, partition, record.Offset.Value, RecordDigest.Of(record)));
            Progress?.Invoke($"{journal}/{partition}", record.Offset.Value, records.End);
        }
        return audit.End();
    }

    /// <summary>The journals by their names, and how many partitions each has.</summary>
    private Dictionary<string, int> Topics()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).SetLogHandler(static (_, _) => { }).Build();
        try
        {
            return admin.GetMetadata(Patience).Topics
                .Where(t => t.Topic.StartsWith(prefix, StringComparison.Ordinal) && !Beside.Any(b => t.Topic.EndsWith(b, StringComparison.Ordinal)))
                .ToDictionary(t => t.Topic[prefix.Length..], t => t.Partitions.Count, StringComparer.Ordinal);
        }
        catch (KafkaException e)
        {
            throw new CannotException($"no Kafka answers at {bootstrap}: {e.Error.Reason}");
        }
    }

    private ConsumerConfig Consuming() => new()
    {
        BootstrapServers = bootstrap,
        GroupId = $"{prefix}audit",
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        EnablePartitionEof = true,
        AutoOffsetReset = AutoOffsetReset.Error,
    };
}
