using System.Buffers.Binary;
using System.Text;

namespace Noderr.Tests.Broker.Kit;

/// <summary>Reads an answer in the older, non-compact encoding.</summary>
public sealed class FrameReader(byte[] frame, int position = 0)
{
    private int _position = position;

    public sbyte Int8() => (sbyte)Take(1)[0];

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public string? Text()
    {
        var length = Int16();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Math.Max(Int32(), 0);
        _position += length;
        return frame.AsMemory(_position - length, length);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        _position += count;
        return frame.AsSpan(_position - count, count);
    }
}
