using Confluent.Kafka;

namespace Noderr.Journal.Kafka;

/// <summary>A producer of Kafka's client, which delivers on a thread of its own.</summary>
public sealed class ClientWriter(ProducerConfig producing, Action<Error>? trouble = null) : IRecordWriter
{
    private readonly IProducer<byte[]?, byte[]?> producer =
        new ProducerBuilder<byte[]?, byte[]?>(producing).SetLogHandler(static (_, _) => { }).SetErrorHandler((_, e) => trouble?.Invoke(e)).Build();

    public void Append(TopicPartition to, Message<byte[]?, byte[]?> message, Action<long?>? delivered = null) => producer.Produce(
        to, message,
        delivered is null ? null : report => delivered(report.Error.IsError || report.Status != PersistenceStatus.Persisted || report.Offset == Offset.Unset ? null : report.Offset.Value));

    public void Settle(TopicPartition at)
    {
    }

    public void Flush(TimeSpan patience) => producer.Flush(patience);

    public void Dispose() => producer.Dispose();
}
