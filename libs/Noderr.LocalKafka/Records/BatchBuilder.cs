using System.Buffers;

namespace Noderr.LocalKafka.Records;

/// <summary>Who produced a batch, and the place of its first record in that producer's count. -1 in all: nobody that counts.</summary>
public readonly record struct BatchProducer(long Id, short Epoch, int BaseSequence = -1)
{
    public static readonly BatchProducer None = new(-1, -1);
}

/// <summary>Collects records into a batch. Offsets count up from the base, unless a record brings its own.</summary>
public sealed class BatchBuilder(BatchAttributes attributes = default, BatchProducer? producer = null, long baseOffset = 0)
{
    private readonly ArrayBufferWriter<byte> body = new();
    private long baseTimestamp;
    private long maxTimestamp = long.MinValue;
    private int lastOffsetDelta = -1;

    public int Count { get; private set; }

    /// <summary>Before compression.</summary>
    public int Size => BatchHeader.Size + body.WrittenCount;

    public BatchBuilder Add(
        long timestamp, ReadOnlyMemory<byte>? key, ReadOnlyMemory<byte>? value, IReadOnlyList<RecordHeader>? headers = null) =>
        Add(new Record(baseOffset + lastOffsetDelta + 1, timestamp, key, value, headers ?? []));

    public BatchBuilder Add(Record record)
    {
        if (Count++ == 0) baseTimestamp = record.Timestamp;
        maxTimestamp = Math.Max(maxTimestamp, record.Timestamp);
        lastOffsetDelta = checked((int)(record.Offset - baseOffset));
        RecordWriter.Write(body, record, record.Timestamp - baseTimestamp, lastOffsetDelta);
        return this;
    }

    public byte[] Build()
    {
        if (Count == 0) throw new InvalidOperationException("a batch has a record at least");
        var batch = BatchRewrite.Assemble(attributes, body.WrittenSpan);
        BatchHeader.SetBaseOffset(batch, baseOffset);
        BatchHeader.SetLastOffsetDelta(batch, lastOffsetDelta);
        BatchHeader.SetBaseTimestamp(batch, baseTimestamp);
        BatchHeader.SetMaxTimestamp(batch, maxTimestamp);
        var (id, epoch, sequence) = producer ?? BatchProducer.None;
        BatchHeader.SetProducer(batch, id, epoch, sequence);
        BatchHeader.SetRecordCount(batch, Count);
        BatchHeader.SetCrc(batch);
        return batch;
    }
}
