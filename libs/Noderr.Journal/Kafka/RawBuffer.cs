using Confluent.Kafka;
using Noderr.Journal.Entries;
using Noderr.Journal.Shards;

namespace Noderr.Journal.Kafka;

/// <summary>Keeps of each record its digest alone, so that a backlog of large ones weighs little.</summary>
public sealed class RawBuffer(TopicPartition at, string journal) : RecordBuffer(at), IRawReader
{
    private readonly Queue<RawRecord> records = new();

    public override int Count => records.Count;

    public override void Add(ConsumeResult<byte[]?, byte[]?> record, Action<PoisonRecord> putAside) =>
        records.Enqueue(new RawRecord(journal, At.Partition.Value, record.Offset.Value, RecordDigest.Of(record)));

    public bool TryRead(long offset, out RawRecord record)
    {
        if (!records.TryPeek(out record)) return false;
        if (record.Offset != offset) throw Gap(record.Offset, offset);
        records.Dequeue();
        return true;
    }
}
