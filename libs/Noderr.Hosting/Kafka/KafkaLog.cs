using Confluent.Kafka;
using Noderr.Journal.Kafka;

namespace Noderr.Hosting.Kafka;

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
