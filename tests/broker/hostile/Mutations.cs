using System.Buffers.Binary;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>Small changes to bytes that were valid: those that a decoder is most likely to believe.</summary>
public static class Mutations
{
    private static readonly long[] Numbers =
        [0, -1, 1, -2, 2, 127, 128, 255, 256, 1000, 10_000, 32_767, 65_535, 100_000, 1 << 24, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];

    private static readonly byte[][] Varints =
        [[0], [1], [2], [0x7f], [0xff, 0x01], [0xff, 0xff, 0xff, 0xff, 0x0f], [0xff, 0xff, 0xff, 0xff, 0x07], [0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0x80, 0x80, 0x80, 0x08]];

    /// <summary>One to four changes behind the first bytes, which stay.</summary>
    public static byte[] Some(Random random, byte[] bytes, int from)
    {
        for (var left = random.Next(1, 5); left > 0 && bytes.Length > from; left--)
            bytes = One(random, bytes, from);
        return bytes;
    }

    private static byte[] One(Random random, byte[] bytes, int from)
    {
        var at = random.Next(from, bytes.Length);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                return Put(bytes, at, 2, random);
            case 3:
                return Put(bytes, at, 4, random);
            case 4:
                return Put(bytes, at, 8, random);
            case 5:
                return [.. bytes[..at], .. Varints[random.Next(Varints.Length)], .. bytes[(at + 1)..]];
            case 6:
                var gone = random.Next(1, Math.Min(16, bytes.Length - at) + 1);
                return [.. bytes[..at], .. bytes[(at + gone)..]];
            default:
                var length = random.Next(1, Math.Min(64, bytes.Length - at) + 1);
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
        }
    }

    private static byte[] Put(byte[] bytes, int at, int width, Random random)
    {
        if (at + width > bytes.Length)
            return bytes;
        var number = Numbers[random.Next(Numbers.Length)];
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, number);
        eight[(8 - width)..].CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
