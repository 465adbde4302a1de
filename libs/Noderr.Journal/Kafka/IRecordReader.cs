using Confluent.Kafka;

namespace Noderr.Journal.Kafka;

/// <summary>Reads partitions that were assigned by hand, on one thread.</summary>
public interface IRecordReader : IDisposable
{
    /// <summary>These partitions and no others, from there on; <see cref="Offset.Beginning"/> and <see cref="Offset.End"/> are places too.</summary>
    void Assign(IEnumerable<TopicPartitionOffset> from);

    /// <summary>The next record, or that a partition is read to its end, which is said once each time it is reached. Null when nothing came.</summary>
    /// <exception cref="KafkaException">The partition is not there, or begins behind what is due.</exception>
    ConsumeResult<byte[]?, byte[]?>? Read(TimeSpan patience);

    /// <summary>Nothing of the partition is given out until it is resumed.</summary>
    void Pause(TopicPartition at);

    void Resume(TopicPartition at);

    /// <summary>Where the partition begins, and where it ends now.</summary>
    WatermarkOffsets Ends(TopicPartition at);

    /// <summary>Where a partition ended when that was last heard; nobody is asked. Null when it never was.</summary>
    long? KnownEnd(TopicPartition at);
}
