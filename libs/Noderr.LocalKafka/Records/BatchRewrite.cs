using System.Buffers;

namespace Noderr.LocalKafka.Records;

/// <summary>What the broker changes in batches that clients made. Offsets, sequences and producer stay: others rely on them.</summary>
public static class BatchRewrite
{
    /// <summary>A topic that keeps the broker's time; the batch is stamped where it lies.</summary>
    public static void StampLogAppendTime(Span<byte> batch, long nowMs)
    {
        BatchHeader.SetAttributes(batch, BatchHeader.Attributes(batch).WithLogAppendTime());
        BatchHeader.SetMaxTimestamp(batch, nowMs);
        BatchHeader.SetCrc(batch);
    }

    /// <summary>A topic that has its own compression. Null: it has that already.</summary>
    public static byte[]? Recompress(ReadOnlyMemory<byte> batch, CompressionType to, int? maxBytes = null)
    {
        var attributes = BatchHeader.Attributes(batch.Span);
        if (attributes.Compression == to) return null;
        var body = Compression.Decompress(attributes.Compression, batch[BatchHeader.Size..], maxBytes);
        var (count, baseTimestamp) = (BatchHeader.RecordCount(batch.Span), BatchHeader.BaseTimestamp(batch.Span));
        return Rebuild(batch.Span, attributes.With(to), body.Span, count, baseTimestamp);
    }

    /// <summary>
    /// The batch with those of its records that compaction keeps; with none left its header alone goes on saying where the producer
    /// stands. <paramref name="deleteHorizonMs"/> is when its tombstones may go: it takes the place of the base timestamp, and
    /// the records' timestamps count from it.
    /// </summary>
    public static byte[] Keep(
        ReadOnlyMemory<byte> batch, Func<Record, bool> keep, long? deleteHorizonMs = null, int? maxBytes = null)
    {
        var attributes = BatchHeader.Attributes(batch.Span);
        var oldBase = BatchHeader.BaseTimestamp(batch.Span);
        var newBase = attributes.HasDeleteHorizon ? oldBase : deleteHorizonMs ?? oldBase;
        if (deleteHorizonMs is not null) attributes = attributes.WithDeleteHorizon();

        var body = new ArrayBufferWriter<byte>(batch.Length);
        var count = 0;
        var reader = new RecordReader(batch, maxBytes);
        while (reader.Next(out var record))
        {
            if (!keep(record)) continue;
            RecordWriter.Copy(body, record, record.OwnTimestamp - newBase);
            count++;
        }
        // Nothing, packed, is something that readers of an empty batch don't expect.
        if (count == 0) attributes = attributes.With(CompressionType.None);
        return Rebuild(batch.Span, attributes, body.WrittenSpan, count, newBase);
    }

    internal static byte[] Assemble(BatchAttributes attributes, ReadOnlySpan<byte> body)
    {
        var packed = attributes.Compression == CompressionType.None ? body : Compression.Compress(attributes.Compression, body);
        var batch = new byte[BatchHeader.Size + packed.Length];
        packed.CopyTo(batch.AsSpan(BatchHeader.Size));
        BatchHeader.SetTotalLength(batch, batch.Length);
        BatchHeader.SetMagic(batch);
        BatchHeader.SetAttributes(batch, attributes);
        return batch;
    }

    private static byte[] Rebuild(
        ReadOnlySpan<byte> old, BatchAttributes attributes, ReadOnlySpan<byte> body, int count, long baseTimestamp)
    {
        var batch = Assemble(attributes, body);
        BatchHeader.SetBaseOffset(batch, BatchHeader.BaseOffset(old));
        BatchHeader.SetLeaderEpoch(batch, BatchHeader.LeaderEpoch(old));
        BatchHeader.SetLastOffsetDelta(batch, BatchHeader.LastOffsetDelta(old));
        BatchHeader.SetBaseTimestamp(batch, baseTimestamp);
        BatchHeader.SetMaxTimestamp(batch, BatchHeader.MaxTimestamp(old));
        BatchHeader.SetProducer(batch, BatchHeader.ProducerId(old), BatchHeader.ProducerEpoch(old), BatchHeader.BaseSequence(old));
        BatchHeader.SetRecordCount(batch, count);
        BatchHeader.SetCrc(batch);
        return batch;
    }
}
