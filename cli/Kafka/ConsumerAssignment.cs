using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.Cli.Kafka;

/// <summary>The partitions that a consumer was given, as its group's leader wrote them; a broker only passes the bytes on.</summary>
internal sealed class ConsumerAssignment : Shape
{
    private short version;
    private List<Assigned> topics = [];

    public override void Walk(Codec c) => c.Int16(ref version).Array(ref topics);

    /// <summary>Empty where the bytes are nothing that a consumer understands.</summary>
    public static IReadOnlyList<TopicPartition> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return [];
        try
        {
            var found = new ConsumerAssignment();
            Codec.Reader(bytes.ToArray(), 0, flexible: false).Message(found);
            return [.. found.topics.SelectMany(t => t.Partitions.Select(p => new TopicPartition(t.Topic, p)))];
        }
        catch (WireException)
        {
            return [];
        }
    }

    private sealed class Assigned : Shape
    {
        public string Topic = "";
        public List<int> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Topic).Int32s(ref Partitions);
    }
}
