using Confluent.Kafka;
using Noderr.Journal.Kafka;

namespace Noderr.Hosting.Kafka;

/// <summary>Where the journals of an installation lie: who opens readers and writers of their partitions.</summary>
public interface IRecordLog
{
    IRecordReader Reader(KafkaProfile profile, string clientId);

    /// <param name="trouble">Told when nobody answers, or something could not be written.</param>
    IRecordWriter Writer(KafkaProfile profile, string clientId, Action<string>? trouble = null);
}

/// <summary>In Kafka, spoken to by its client.</summary>
public sealed class KafkaLog(Func<KafkaSettings> kafka) : IRecordLog
{
    public IRecordReader Reader(KafkaProfile profile, string clientId) => new ClientReader(kafka().Reader(profile, clientId));

    public IRecordWriter Writer(KafkaProfile profile, string clientId, Action<string>? trouble = null) => new ClientWriter(
        kafka().Producer(profile, clientId), e =>
        {
            if (e.Code == ErrorCode.Local_AllBrokersDown) trouble?.Invoke(e.Reason);
        });
}
