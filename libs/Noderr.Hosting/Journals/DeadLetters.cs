using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Noderr.Hosting.Kafka;
using Noderr.Hosting.Metrics;
using Noderr.Journal.Kafka;
using Noderr.Journal.Shards;

namespace Noderr.Hosting.Journals;

/// <summary>
/// Where records go that a shard can't read: <c>JOURNAL.dead</c> of the reader, with the reason. Where the record can be computed again the
/// shard goes on; where money hangs on it the shard stops, until somebody has looked at it and says that it is to be skipped.
/// </summary>
internal sealed class DeadLetters : IDisposable
{
    private const int MostRemembered = 10_000;

    private readonly KafkaSettings kafka;
    private readonly TopicPartition topic;
    private readonly ILogger log;
    private readonly Prometheus.Counter counted;
    private readonly IRecordWriter writer;
    private readonly HashSet<string> known = [];
    private readonly Lock gate = new();

    public DeadLetters(KafkaSettings kafka, IRecordLog records, string journalTopic, Meters meters, ILogger log)
    {
        (this.kafka, this.log) = (kafka, log);
        topic = new TopicPartition(JournalTopics.DeadOf(journalTopic), 0);
        counted = meters.Counter(Telemetry.PoisonRecords);
        writer = records.Writer(KafkaProfile.Durable, "dead", log.ClientTrouble);
    }

    /// <exception cref="JournalException">The shard may not go on.</exception>
    public void PutAside(PoisonRecord poison)
    {
        var at = $"{poison.At.Topic}-{poison.At.Partition.Value}:{poison.At.Offset.Value}";
        var journal = poison.At.Topic[Math.Min(kafka.TopicPrefix.Length, poison.At.Topic.Length)..];
        var skipped = !Topology.Precious.Contains(journal) || kafka.SkipRecords.Contains(at);
        if (IsNew(at))
        {
            counted.WithLabels(journal).Inc();
            log.PutAside(at, poison.Reason, topic.Topic);
            Write(poison, at, skipped);
        }
        if (!skipped) throw new JournalException($"{at} can't be read ({poison.Reason}) and money hangs on it; look at it in {topic.Topic}, then let kafka.skip.records name it");
    }

    public void Dispose()
    {
        writer.Flush(TimeSpan.FromSeconds(1));
        writer.Dispose();
    }

    // A shard that starts again meets the record again. Beyond the bound some are put aside twice rather than not at all.
    private bool IsNew(string at)
    {
        lock (gate)
        {
            if (known.Count == MostRemembered) known.Clear();
            return known.Add(at);
        }
    }

    private void Write(PoisonRecord poison, string at, bool skipped)
    {
        var headers = new Headers();
        foreach (var header in poison.Headers ?? []) headers.Add(header.Key, header.GetValueBytes());
        headers.Add("dead.at", Encoding.UTF8.GetBytes(at));
        headers.Add("dead.reason", Encoding.UTF8.GetBytes(poison.Reason));
        headers.Add("dead.skipped", skipped ? "true"u8.ToArray() : "false"u8.ToArray());
        try
        {
            writer.Append(topic, new Message<byte[]?, byte[]?> { Key = poison.Key, Value = poison.Value, Headers = headers });
            writer.Settle(topic);
        }
        catch (KafkaException e)
        {
            log.ClientTrouble(e.Error.Reason);
        }
    }
}
