namespace Noderr.Tests.Broker.Hostile;

/// <summary>The two kinds of varints: plain ones in flexible messages, zigzag ones in records.</summary>
public static class Varints
{
    public static byte[] Unsigned(ulong value)
    {
        var bytes = new List<byte>(10);
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    public static byte[] ZigZag(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));
}
