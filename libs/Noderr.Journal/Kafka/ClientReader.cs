using Confluent.Kafka;

namespace Noderr.Journal.Kafka;

/// <summary>A consumer of Kafka's client.</summary>
public sealed class ClientReader(ConsumerConfig consuming) : IRecordReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IConsumer<byte[]?, byte[]?> consumer =
        new ConsumerBuilder<byte[]?, byte[]?>(consuming).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();

    public void Assign(IEnumerable<TopicPartitionOffset> from) => consumer.Assign(from);

    public ConsumeResult<byte[]?, byte[]?>? Read(TimeSpan patience) => consumer.Consume(patience);

    public void Pause(TopicPartition at) => consumer.Pause([at]);

    public void Resume(TopicPartition at) => consumer.Resume([at]);

    public WatermarkOffsets Ends(TopicPartition at) => consumer.QueryWatermarkOffsets(at, Patience);

    public void Dispose() => consumer.Dispose();
}
