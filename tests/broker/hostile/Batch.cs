using System.Buffers.Binary;
using System.Text;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>A record batch of which every part can be made a lie. Independent of the broker's own builder on purpose.</summary>
public sealed record Batch(byte[] Body, int Count)
{
    public short Attributes { get; init; }
    public int LastOffsetDelta { get; init; } = Count - 1;
    public long BaseTimestamp { get; init; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    public long MaxTimestamp { get; init; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    public long ProducerId { get; init; } = -1;
    public short Epoch { get; init; } = -1;
    public int BaseSequence { get; init; } = -1;

    public static Batch Of(params IEnumerable<string> values)
    {
        var (body, count) = (new MemoryStream(), 0);
        foreach (var value in values)
            body.Write(Record(count++, "key", Encoding.UTF8.GetBytes(value)));
        return new Batch(body.ToArray(), count);
    }

    /// <summary>One record with its length before it.</summary>
    public static byte[] Record(int offset, string key, ReadOnlySpan<byte> value)
    {
        byte[] inside =
        [
            0, .. Varints.ZigZag(0), .. Varints.ZigZag(offset), .. Varints.ZigZag(key.Length), .. Encoding.UTF8.GetBytes(key),
            .. Varints.ZigZag(value.Length), .. value, 0,
        ];
        return [.. Varints.ZigZag(inside.Length), .. inside];
    }

    public byte[] Bytes()
    {
        var b = new byte[RecordBatch.HeaderBytes + Body.Length];
        BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(8), b.Length - 12);
        b[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(b.AsSpan(21), Attributes);
        BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(23), LastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(b.AsSpan(27), BaseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(b.AsSpan(35), MaxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(b.AsSpan(43), ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(b.AsSpan(51), Epoch);
        BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(53), BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(57), Count);
        Body.CopyTo(b, RecordBatch.HeaderBytes);
        return Sealed(b);
    }

    /// <summary>The checksum made to fit.</summary>
    public static byte[] Sealed(byte[] batch)
    {
        if (batch.Length >= RecordBatch.HeaderBytes)
            BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(17), RecordBatch.Crc(batch));
        return batch;
    }
}
