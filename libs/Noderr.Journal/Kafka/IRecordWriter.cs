using Confluent.Kafka;

namespace Noderr.Journal.Kafka;

/// <summary>Appends records, those of one partition in the order of the calls.</summary>
public interface IRecordWriter : IDisposable
{
    /// <param name="delivered">
    /// Told later, never within this call and in the order of the partition, at which offset the record lies for good; null when it lies nowhere,
    /// or nobody knows.
    /// </param>
    /// <exception cref="KafkaException">The record was not taken.</exception>
    void Append(TopicPartition to, Message<byte[]?, byte[]?> message, Action<long?>? delivered = null);

    /// <summary>Whoever appended calls this once it holds no lock: a writer without threads of its own does here what is left to do.</summary>
    void Settle(TopicPartition at);

    /// <summary>Until all is delivered, or that long.</summary>
    void Flush(TimeSpan patience);
}
