using Noderr.Hosting.Kafka;
using Noderr.Journal.Kafka;
using Noderr.LocalKafka;

namespace Noderr.Cli.Running.Embedded;

/// <summary>
/// The journals of a LocalKafka in this very process, without the way through a client and a socket: the same batches in the same logs,
/// flushed as their topics ask for. Others read them by Kafka's protocol at the same time.
/// </summary>
internal sealed class EmbeddedLog(Broker broker) : IRecordLog
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    public IRecordReader Reader(KafkaProfile profile, string clientId) =>
        new EmbeddedReader(broker.Topics, profile is KafkaProfile.Bulk or KafkaProfile.View ? Beat : null);

    public IRecordWriter Writer(KafkaProfile profile, string clientId, Action<string>? trouble = null) => new EmbeddedWriter(broker.Topics, trouble);
}
