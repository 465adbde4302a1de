using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Noderr.Tests.Broker.Kit;

/// <summary>Builds a frame of the Kafka protocol in its older, non-compact encoding. Independent of the broker's own codec on purpose.</summary>
public sealed class FrameWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>A request header version 1, preceded by room for the length.</summary>
    public FrameWriter(short api, short version, int correlation, string client = "harness") =>
        Int32(0).Int16(api).Int16(version).Int32(correlation).Text(client);

    public FrameWriter Int8(sbyte value) => Raw([(byte)value]);

    public FrameWriter Int16(short value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, value);
        return Raw(bytes);
    }

    public FrameWriter Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return Raw(bytes);
    }

    public FrameWriter Int64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return Raw(bytes);
    }

    public FrameWriter Text(string? value)
    {
        if (value is null)
            return Int16(-1);
        var bytes = Encoding.UTF8.GetBytes(value);
        return Int16((short)bytes.Length).Raw(bytes);
    }

    public FrameWriter Bytes(ReadOnlySpan<byte> value) => Int32(value.Length).Raw(value);

    public FrameWriter Raw(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }

    /// <summary>The whole frame with its length filled in.</summary>
    public byte[] Frame()
    {
        var frame = _bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - 4);
        return frame;
    }
}
