using System.Buffers.Binary;
using Snappier;

namespace Noderr.LocalKafka.Records;

/// <summary>
/// Snappy as Kafka's clients send it: one bare block (librdkafka), or the framing of Java's library: a magic, two version
/// numbers, then blocks each after its length.
/// </summary>
internal static class SnappyBlocks
{
    private const int FrameHeader = 16;

    private static ReadOnlySpan<byte> Magic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static byte[] Decompress(ReadOnlySpan<byte> packed, int maxBytes)
    {
        if (!packed.StartsWith(Magic)) return Block(packed, maxBytes);
        if (packed.Length < FrameHeader) throw new InvalidDataException("a snappy frame ends in its header");

        var total = 0L;
        for (var rest = packed[FrameHeader..]; !rest.IsEmpty; rest = rest[(4 + Length(rest))..])
        {
            total += UnpackedLength(rest.Slice(4, Length(rest)));
            if (total > maxBytes) throw Compression.TooLarge(maxBytes);
        }
        var bytes = new byte[total];
        var filled = 0;
        for (var rest = packed[FrameHeader..]; !rest.IsEmpty; rest = rest[(4 + Length(rest))..])
            filled += Unpack(rest.Slice(4, Length(rest)), bytes.AsSpan(filled));
        return bytes;
    }

    private static int Length(ReadOnlySpan<byte> rest)
    {
        var length = rest.Length < 4 ? -1 : BinaryPrimitives.ReadInt32BigEndian(rest);
        return length >= 0 && length <= rest.Length - 4 ? length : throw new InvalidDataException("a snappy frame ends inside a block");
    }

    private static byte[] Block(ReadOnlySpan<byte> packed, int maxBytes)
    {
        var length = UnpackedLength(packed);
        if (length > maxBytes) throw Compression.TooLarge(maxBytes);
        var bytes = new byte[length];
        Unpack(packed, bytes);
        return bytes;
    }

    private static int UnpackedLength(ReadOnlySpan<byte> packed)
    {
        var length = Snappy.GetUncompressedLength(packed);
        // Three bytes make at most 64: a longer claim is a lie that isn't worth its memory.
        if (length >= 0 && length <= packed.Length * 24L) return length;
        throw new InvalidDataException($"{packed.Length} bytes of snappy claim to be {length}");
    }

    private static int Unpack(ReadOnlySpan<byte> packed, Span<byte> into)
    {
        var length = UnpackedLength(packed);
        var written = Snappy.Decompress(packed, into[..length]);
        return written == length ? written : throw new InvalidDataException($"a snappy block has {written} bytes where it claims {length}");
    }
}
