using System.Buffers;

namespace Noderr.LocalKafka.Records;

/// <summary>The zigzag varints of records: 7 bits a byte, lowest first; small negative numbers stay short.</summary>
internal static class Varint
{
    public const int MaxSize = 10;

    public static int Write(Span<byte> into, long value)
    {
        var left = (ulong)((value << 1) ^ (value >> 63));
        var n = 0;
        for (; left >= 0x80; left >>= 7) into[n++] = (byte)(left | 0x80);
        into[n++] = (byte)left;
        return n;
    }

    public static void Write(IBufferWriter<byte> into, long value) => into.Advance(Write(into.GetSpan(MaxSize), value));

    public static int Size(long value)
    {
        var left = (ulong)((value << 1) ^ (value >> 63));
        var n = 1;
        for (; left >= 0x80; left >>= 7) n++;
        return n;
    }

    public static long ReadLong(ReadOnlySpan<byte> from, ref int position)
    {
        ulong result = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (position >= from.Length) throw new InvalidDataException("a varint goes past the end");
            var b = from[position++];
            if (shift == 63 && b > 1) break;
            result |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return (long)(result >> 1) ^ -(long)(result & 1);
        }
        throw new InvalidDataException("a varint has more than 64 bits");
    }

    public static int ReadInt(ReadOnlySpan<byte> from, ref int position)
    {
        var value = ReadLong(from, ref position);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new InvalidDataException("a varint has more than 32 bits");
    }
}
