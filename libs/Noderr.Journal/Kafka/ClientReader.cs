using Confluent.Kafka;

namespace Noderr.Journal.Kafka;

/// <summary>A consumer of Kafka's client.</summary>
public sealed class ClientReader(ConsumerConfig consuming) : IRecordReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), LocatingPatience = TimeSpan.FromSeconds(2);

    private readonly IConsumer<byte[]?, byte[]?> consumer =
        new ConsumerBuilder<byte[]?, byte[]?>(consuming).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();

    public void Assign(IEnumerable<TopicPartitionOffset> from)
    {
        var starts = from.ToList();
        try
        {
            for (var i = 0; i < starts.Count; i++) starts[i] = Located(starts[i]);
        }
        catch (KafkaException)
        {
            // No broker, or no such partition yet: the client goes on looking.
        }
        consumer.Assign(starts);
    }

    public ConsumeResult<byte[]?, byte[]?>? Read(TimeSpan patience) => consumer.Consume(patience);

    public void Pause(TopicPartition at) => consumer.Pause([at]);

    public void Resume(TopicPartition at) => consumer.Resume([at]);

    public WatermarkOffsets Ends(TopicPartition at) => consumer.QueryWatermarkOffsets(at, Patience);

    public long? KnownEnd(TopicPartition at) => consumer.GetWatermarkOffsets(at).High is { IsSpecial: false } end ? end.Value : null;

    public void Dispose() => consumer.Dispose();

    // Asked for the ends, the client finds a partition's leader at once; left alone with it, in half a second to one.
    private TopicPartitionOffset Located(TopicPartitionOffset start)
    {
        var ends = consumer.QueryWatermarkOffsets(start.TopicPartition, LocatingPatience);
        return start.Offset == Offset.Beginning ? new(start.TopicPartition, ends.Low) : start.Offset == Offset.End ? new(start.TopicPartition, ends.High) : start;
    }
}
