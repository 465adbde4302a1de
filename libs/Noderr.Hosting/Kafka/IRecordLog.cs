using Noderr.Journal.Kafka;

namespace Noderr.Hosting.Kafka;

/// <summary>Where the journals of an installation lie: who opens readers and writers of their partitions.</summary>
public interface IRecordLog
{
    IRecordReader Reader(KafkaProfile profile, string clientId);

    /// <param name="trouble">Told when nobody answers, or something could not be written.</param>
    IRecordWriter Writer(KafkaProfile profile, string clientId, Action<string>? trouble = null);
}
