using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Transactions;

/// <summary>A transaction in the log __transaction_state, in Apache Kafka's own format (version 0 of key and value).</summary>
public sealed class TransactionRecord : Shape
{
    private const string AnyGroup = "";

    public short Version;
    public long ProducerId;
    public short ProducerEpoch;
    public int TimeoutMs;
    public sbyte State;
    public List<Part>? Partitions;
    public long UpdateMs, StartMs;

    public override void Walk(Codec c) => c
        .Int16(ref Version).Int64(ref ProducerId).Int16(ref ProducerEpoch).Int32(ref TimeoutMs).Int8(ref State)
        .NullableArray(ref Partitions).Int64(ref UpdateMs).Int64(ref StartMs);

    public sealed class Part : Shape
    {
        public string Topic = "";
        public List<int> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Topic).Int32s(ref Partitions);
    }

    public static byte[] Key(string id)
    {
        var c = Codec.Writer(0, flexible: false);
        short version = 0;
        c.Int16(ref version).String(ref id);
        var bytes = c.Written.ToArray();
        c.Release();
        return bytes;
    }

    public static string IdOf(ReadOnlyMemory<byte> key)
    {
        var c = Codec.Reader(key.ToArray(), 0, flexible: false);
        short version = 0;
        var id = "";
        c.Int16(ref version).String(ref id);
        return id;
    }

    public static byte[] Encode(Transaction t)
    {
        var record = new TransactionRecord
        {
            ProducerId = t.ProducerId,
            ProducerEpoch = t.Epoch,
            TimeoutMs = t.TimeoutMs,
            State = (sbyte)t.State,
            Partitions = [.. t.Partitions.GroupBy(p => p.Topic).Select(g => new Part { Topic = g.Key, Partitions = [.. g.Select(p => p.Partition)] })],
            UpdateMs = t.UpdateMs,
            StartMs = t.StartMs,
        };
        var c = Codec.Writer(0, flexible: false);
        c.Message(record);
        var bytes = c.Written.ToArray();
        c.Release();
        return bytes;
    }

    public static Transaction Decode(string id, ReadOnlyMemory<byte> value)
    {
        var record = new TransactionRecord();
        Codec.Reader(value.ToArray(), 0, flexible: false).Message(record);
        var partitions = (record.Partitions ?? []).SelectMany(p => p.Partitions.Select(i => new TopicPartition(p.Topic, i))).ToHashSet();
        return new Transaction(id, record.ProducerId, record.ProducerEpoch, record.TimeoutMs)
        {
            State = (TransactionState)record.State,
            Partitions = partitions,
            // Which groups they were is not on record, and not needed: their offsets are found by the producer's id.
            Groups = partitions.Any(p => p.Topic == Topics.TopicName.Offsets) ? new HashSet<string> { AnyGroup } : new HashSet<string>(),
            UpdateMs = record.UpdateMs,
            StartMs = record.StartMs,
        };
    }

    public static bool HasGroup(Transaction t, string group) => t.Groups.Contains(group) || t.Groups.Contains(AnyGroup);
}
