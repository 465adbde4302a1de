using System.Buffers.Binary;
using System.IO.Compression;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>
/// Bodies of a few kilobytes that unpack to many megabytes. All but gzip are put together by hand: the test needs no package for it, and
/// one that compresses honestly would not lie about sizes.
/// </summary>
public static class Bombs
{
    public const int Gzip = 1, Snappy = 2, Lz4 = 3, Zstd = 4;

    /// <summary>So many zeros behind the given bytes.</summary>
    public static byte[] Pack(int codec, byte[] head, int zeros, byte[]? tail = null) => codec switch
    {
        Gzip => PackGzip(head, zeros, tail ?? []),
        Snappy => PackSnappy(head, zeros, tail ?? []),
        Lz4 => PackLz4(head, zeros, tail ?? []),
        _ => PackZstd(head, zeros, tail ?? []),
    };

    // Gzip may be members one after the other, so that a gigabyte costs no more to make than the megabyte it repeats.
    private static byte[] PackGzip(byte[] head, int zeros, byte[] tail)
    {
        var (packed, megabyte) = (new MemoryStream(), Member(new byte[1 << 20]));
        packed.Write(Member(head));
        for (var left = zeros >> 20; left > 0; left--)
            packed.Write(megabyte);
        packed.Write(Member(new byte[zeros & ((1 << 20) - 1)]));
        packed.Write(Member(tail));
        return packed.ToArray();
    }

    private static byte[] Member(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }

    // The bare block format: literals, then copies of 64 bytes from one byte back.
    private static byte[] PackSnappy(byte[] head, int zeros, byte[] tail)
    {
        var packed = new MemoryStream();
        packed.Write(Varints.Unsigned((ulong)(head.Length + zeros + tail.Length)));
        Literal(head);
        if (zeros > 0)
            Literal([0]);
        for (var left = zeros - 1; left > 0; left -= 64)
            packed.Write([(byte)((Math.Min(left, 64) - 1) << 2 | 2), 1, 0]);
        Literal(tail);
        return packed.ToArray();

        void Literal(byte[] bytes)
        {
            if (bytes.Length > 0)
                packed.Write([60 << 2, (byte)(bytes.Length - 1), .. bytes]);
        }
    }

    // A frame without checksums; each block of 4 MiB is one literal and one long match.
    private static byte[] PackLz4(byte[] head, int zeros, byte[] tail)
    {
        var packed = new MemoryStream();
        packed.Write([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73]);
        Raw(head);
        for (var left = zeros; left > 0;)
        {
            var size = Math.Min(left, 4 << 20);
            if (size < 64)
                Raw(new byte[size]);
            else
                Block(size);
            left -= size;
        }
        Raw(tail);
        packed.Write([0, 0, 0, 0]);
        return packed.ToArray();

        void Raw(byte[] bytes)
        {
            if (bytes.Length > 0)
                packed.Write([.. Length((uint)bytes.Length | 0x8000_0000), .. bytes]);
        }

        // One zero, a match that repeats it, and the twelve literal bytes that a block must end with.
        void Block(int size)
        {
            var block = new List<byte> { 0x1f, 0, 1, 0 };
            var match = size - 1 - 12 - 4 - 15;
            for (; match >= 255; match -= 255)
                block.Add(255);
            block.Add((byte)match);
            block.Add(0xc0);
            block.AddRange(new byte[12]);
            packed.Write([.. Length((uint)block.Count), .. block]);
        }
    }

    private static byte[] Length(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    // A frame without a content size and with a window of 1 MiB; blocks of run-length encoding, 128 KiB each.
    private static byte[] PackZstd(byte[] head, int zeros, byte[] tail)
    {
        var packed = new MemoryStream();
        packed.Write([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50]);
        if (head.Length > 0)
            Block(0, head.Length, head, last: false);
        for (var left = zeros; left > 0; left -= 128 << 10)
            Block(1, Math.Min(left, 128 << 10), [0], last: false);
        Block(0, tail.Length, tail, last: true);
        return packed.ToArray();

        void Block(int type, int size, byte[] content, bool last)
        {
            var header = size << 3 | type << 1 | (last ? 1 : 0);
            packed.Write([(byte)header, (byte)(header >> 8), (byte)(header >> 16), .. content]);
        }
    }
}
