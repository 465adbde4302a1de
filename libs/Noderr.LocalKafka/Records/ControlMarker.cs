using System.Buffers.Binary;

namespace Noderr.LocalKafka.Records;

/// <summary>The end of a transaction in a partition: a control batch of one record, which takes one offset.</summary>
public readonly record struct ControlMarker(long ProducerId, short ProducerEpoch, bool Commit, int CoordinatorEpoch)
{
    public byte[] ToBatch(long nowMs, long baseOffset = 0)
    {
        var key = new byte[4];
        BinaryPrimitives.WriteInt16BigEndian(key.AsSpan(2), Commit ? (short)1 : (short)0);
        var value = new byte[6];
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(2), CoordinatorEpoch);
        var attributes = BatchAttributes.Of(transactional: true, control: true);
        return new BatchBuilder(attributes, new BatchProducer(ProducerId, ProducerEpoch), baseOffset).Add(nowMs, key, value).Build();
    }

    /// <summary>Null: a control batch of another kind (leader changes, snapshots), which says nothing of transactions.</summary>
    public static ControlMarker? Read(ReadOnlyMemory<byte> batch)
    {
        var header = batch.Span;
        if (!BatchHeader.Attributes(header).IsControl) throw new InvalidDataException("not a control batch");
        if (!new RecordReader(batch).Next(out var record)) throw new InvalidDataException("a control batch without its record");
        if (record.Key is not { Length: >= 4 } key) throw new InvalidDataException("a control record without its type");
        var type = BinaryPrimitives.ReadInt16BigEndian(key.Span[2..]);
        if (type is not (0 or 1)) return null;
        var epoch = record.Value is { Length: >= 6 } value ? BinaryPrimitives.ReadInt32BigEndian(value.Span[2..]) : -1;
        return new ControlMarker(BatchHeader.ProducerId(header), BatchHeader.ProducerEpoch(header), type == 1, epoch);
    }
}
