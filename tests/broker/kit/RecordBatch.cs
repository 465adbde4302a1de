using System.Buffers.Binary;
using System.Numerics;

namespace Noderr.Tests.Broker.Kit;

public sealed record LogRecord(long Offset, byte[]? Key, byte[]? Value);

/// <summary>A record batch (magic 2) as it lies in the log. Records are decoded only when they are not compressed.</summary>
public sealed record RecordBatch(
    long BaseOffset, long LastOffset, short Attributes, long ProducerId, short Epoch, int BaseSequence, int Count, bool CrcHolds, byte[] Bytes)
{
    public const int HeaderBytes = 61;

    public bool IsTransactional => (Attributes & 0x10) != 0;

    public bool IsControl => (Attributes & 0x20) != 0;

    /// <summary>Reads whole batches one after the other; what is cut off at the end, as a fetch may do it, is left out.</summary>
    public static IEnumerable<RecordBatch> ReadAll(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length >= HeaderBytes)
        {
            var size = 12 + BinaryPrimitives.ReadInt32BigEndian(bytes.Span[8..]);
            if (size < HeaderBytes || size > bytes.Length)
                yield break;
            yield return Read(bytes[..size].ToArray());
            bytes = bytes[size..];
        }
    }

    public static uint Crc(ReadOnlySpan<byte> batch)
    {
        var crc = uint.MaxValue;
        foreach (var b in batch[21..])
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    public IEnumerable<LogRecord> Records()
    {
        if ((Attributes & 7) != 0)
            throw new NotSupportedException("compressed");
        var position = HeaderBytes;
        for (var i = 0; i < Count; i++)
        {
            var length = (int)VarLong(Bytes, ref position);
            var end = position + length;
            position++;
            _ = VarLong(Bytes, ref position);
            var offset = BaseOffset + VarLong(Bytes, ref position);
            var key = Field(Bytes, ref position);
            var value = Field(Bytes, ref position);
            yield return new LogRecord(offset, key, value);
            position = end;
        }
    }

    private static RecordBatch Read(byte[] b) => new(
        BinaryPrimitives.ReadInt64BigEndian(b),
        BinaryPrimitives.ReadInt64BigEndian(b) + BinaryPrimitives.ReadInt32BigEndian(b.AsSpan(23)),
        BinaryPrimitives.ReadInt16BigEndian(b.AsSpan(21)),
        BinaryPrimitives.ReadInt64BigEndian(b.AsSpan(43)),
        BinaryPrimitives.ReadInt16BigEndian(b.AsSpan(51)),
        BinaryPrimitives.ReadInt32BigEndian(b.AsSpan(53)),
        BinaryPrimitives.ReadInt32BigEndian(b.AsSpan(57)),
        BinaryPrimitives.ReadUInt32BigEndian(b.AsSpan(17)) == Crc(b),
        b);

    private static byte[]? Field(byte[] bytes, ref int position)
    {
        var length = (int)VarLong(bytes, ref position);
        if (length < 0)
            return null;
        position += length;
        return bytes[(position - length)..position];
    }

    private static long VarLong(byte[] bytes, ref int position)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[position++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }
}
