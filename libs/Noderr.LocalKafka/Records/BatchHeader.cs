using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Noderr.LocalKafka.Records;

/// <summary>
/// The 61 bytes at the front of a record batch (magic 2), read and stamped where they lie. Base offset and leader epoch are outside
/// the checksum, so that a broker can stamp them into what a client sent and store the rest as it came.
/// </summary>
public static class BatchHeader
{
    public const int Size = 61;
    public const int LengthEnd = 12;
    public const byte CurrentMagic = 2;

    private const int CrcStart = 21;

    public static long BaseOffset(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt64BigEndian(b);

    /// <summary>Bytes of the whole batch, its length field included; garbage where the length is: check before use.</summary>
    public static int TotalLength(ReadOnlySpan<byte> b) => unchecked(BinaryPrimitives.ReadInt32BigEndian(b[8..]) + LengthEnd);

    public static int LeaderEpoch(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt32BigEndian(b[12..]);

    public static byte Magic(ReadOnlySpan<byte> b) => b[16];

    public static uint Crc(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadUInt32BigEndian(b[17..]);

    public static BatchAttributes Attributes(ReadOnlySpan<byte> b) => new(BinaryPrimitives.ReadInt16BigEndian(b[21..]));

    public static int LastOffsetDelta(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt32BigEndian(b[23..]);

    public static long LastOffset(ReadOnlySpan<byte> b) => BaseOffset(b) + LastOffsetDelta(b);

    public static long BaseTimestamp(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt64BigEndian(b[27..]);

    public static long MaxTimestamp(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt64BigEndian(b[35..]);

    public static long ProducerId(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt64BigEndian(b[43..]);

    public static short ProducerEpoch(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt16BigEndian(b[51..]);

    public static int BaseSequence(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt32BigEndian(b[53..]);

    public static int RecordCount(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadInt32BigEndian(b[57..]);

    /// <summary>Sequences count from 0 to 2³¹-1 and start again.</summary>
    public static int LastSequence(ReadOnlySpan<byte> b) => NextSequence(BaseSequence(b), LastOffsetDelta(b));

    public static int NextSequence(int sequence, int by) => (int)(((long)sequence + by) & int.MaxValue);

    public static void SetBaseOffset(Span<byte> b, long value) => BinaryPrimitives.WriteInt64BigEndian(b, value);

    public static void SetTotalLength(Span<byte> b, int value) => BinaryPrimitives.WriteInt32BigEndian(b[8..], value - LengthEnd);

    public static void SetLeaderEpoch(Span<byte> b, int value) => BinaryPrimitives.WriteInt32BigEndian(b[12..], value);

    public static void SetMagic(Span<byte> b) => b[16] = CurrentMagic;

    public static void SetAttributes(Span<byte> b, BatchAttributes value) => BinaryPrimitives.WriteInt16BigEndian(b[21..], value.Bits);

    public static void SetLastOffsetDelta(Span<byte> b, int value) => BinaryPrimitives.WriteInt32BigEndian(b[23..], value);

    public static void SetBaseTimestamp(Span<byte> b, long value) => BinaryPrimitives.WriteInt64BigEndian(b[27..], value);

    public static void SetMaxTimestamp(Span<byte> b, long value) => BinaryPrimitives.WriteInt64BigEndian(b[35..], value);

    public static void SetProducer(Span<byte> b, long id, short epoch, int baseSequence)
    {
        BinaryPrimitives.WriteInt64BigEndian(b[43..], id);
        BinaryPrimitives.WriteInt16BigEndian(b[51..], epoch);
        BinaryPrimitives.WriteInt32BigEndian(b[53..], baseSequence);
    }

    public static void SetRecordCount(Span<byte> b, int value) => BinaryPrimitives.WriteInt32BigEndian(b[57..], value);

    /// <summary>Last, when everything from the attributes on is in place.</summary>
    public static void SetCrc(Span<byte> batch) => BinaryPrimitives.WriteUInt32BigEndian(batch[17..], Crc32C(batch[CrcStart..]));

    public static bool HasValidCrc(ReadOnlySpan<byte> batch) => Crc(batch) == Crc32C(batch[CrcStart..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt64LittleEndian(b[at..]);

    /// <summary>CRC-32 of Castagnoli by the processor's instruction.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var i = 0;
        for (; i <= bytes.Length - 8; i += 8) crc = System.Numerics.BitOperations.Crc32C(crc, Word(bytes, i));
        for (; i < bytes.Length; i++) crc = System.Numerics.BitOperations.Crc32C(crc, bytes[i]);
        return ~crc;
    }
}

/// <summary>What a batch says of itself in its attribute bits.</summary>
public readonly record struct BatchAttributes(short Bits)
{
    public CompressionType Compression => (CompressionType)(Bits & 7);
    public bool IsLogAppendTime => (Bits & 0x08) != 0;
    public bool IsTransactional => (Bits & 0x10) != 0;
    public bool IsControl => (Bits & 0x20) != 0;
    public bool HasDeleteHorizon => (Bits & 0x40) != 0;

    public BatchAttributes WithLogAppendTime() => new((short)(Bits | 0x08));

    public BatchAttributes WithDeleteHorizon() => new((short)(Bits | 0x40));

    public BatchAttributes With(CompressionType compression) => new((short)((Bits & ~7) | (int)compression));

    public static BatchAttributes Of(
        CompressionType compression = CompressionType.None, bool transactional = false, bool control = false) =>
        new((short)((int)compression | (transactional ? 0x10 : 0) | (control ? 0x20 : 0)));
}

public enum CompressionType
{
    None = 0,
    Gzip = 1,
    Snappy = 2,
    Lz4 = 3,
    Zstd = 4,
}
