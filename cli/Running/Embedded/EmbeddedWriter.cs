using System.Collections.Concurrent;
using Confluent.Kafka;
using Noderr.Journal.Kafka;
using Noderr.LocalKafka.Topics;
using TopicPartition = Confluent.Kafka.TopicPartition;

namespace Noderr.Cli.Running.Embedded;

/// <summary>Appends to logs of this process. It has no thread of its own: whoever appended brings it to the log, and to the disk where that is asked for.</summary>
internal sealed class EmbeddedWriter(TopicCatalog topics, Action<string>? trouble) : IRecordWriter
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(1), BetweenWords = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TopicPartition, AppendLine> lines = new();
    private long saidAt = -(long)BetweenWords.TotalMilliseconds;

    public void Append(TopicPartition to, Message<byte[]?, byte[]?> message, Action<long?>? delivered = null) => Of(to).Append(message, delivered);

    public void Settle(TopicPartition at)
    {
        if (lines.TryGetValue(at, out var line)) line.Settle();
    }

    public void Flush(TimeSpan patience)
    {
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        foreach (var line in lines.Values)
            while (line.Settle() && Environment.TickCount64 < until) Thread.Sleep(Beat);
    }

    public void Dispose()
    {
    }

    private AppendLine Of(TopicPartition to)
    {
        if (lines.TryGetValue(to, out var line)) return line;
        var log = topics.Partition(to.Topic, to.Partition.Value) ?? throw new KafkaException(new Error(ErrorCode.UnknownTopicOrPart, $"{to} is not there"));
        return lines.GetOrAdd(to, new AppendLine(log, Say));
    }

    // A full disk is tried ten times a second.
    private void Say(string reason)
    {
        var (now, before) = (Environment.TickCount64, Volatile.Read(ref saidAt));
        if (now - before >= BetweenWords.TotalMilliseconds && Interlocked.CompareExchange(ref saidAt, now, before) == before) trouble?.Invoke(reason);
    }
}
