using System.Buffers;
using System.Buffers.Binary;

namespace Noderr.LocalKafka.Registry;

/// <summary>
/// The head that Confluent's serializers put before a message: byte 0, the schema's id and, for Protobuf, the path of
/// indexes that leads to the message type in its file. The path [0], the first message of a file, is written as one byte 0.
/// </summary>
public readonly record struct ConfluentFrame(int SchemaId, IReadOnlyList<int> MessageIndexes, int PayloadOffset)
{
    // Deeper nesting than this is no schema but garbage read as a length.
    private const int MaxDepth = 1000;

    private static readonly int[] FirstMessage = [0];

    /// <exception cref="FormatException">The bytes are no such frame.</exception>
    public static ConfluentFrame ReadId(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 5) throw new FormatException($"A framed message has at least 5 bytes, this one has {bytes.Length}");
        if (bytes[0] != 0) throw new FormatException($"Unknown magic byte {bytes[0]}");
        return new(BinaryPrimitives.ReadInt32BigEndian(bytes[1..]), [], 5);
    }

    /// <inheritdoc cref="ReadId"/>
    public static ConfluentFrame ReadProtobuf(ReadOnlySpan<byte> bytes)
    {
        var frame = ReadId(bytes);
        var offset = frame.PayloadOffset;
        var count = ReadZigZag(bytes, ref offset);
        if (count == 0) return frame with { MessageIndexes = FirstMessage, PayloadOffset = offset };
        if (count is < 0 or > MaxDepth) throw new FormatException($"Invalid number of message indexes: {count}");
        var indexes = new int[count];
        for (var i = 0; i < indexes.Length; i++)
        {
            indexes[i] = ReadZigZag(bytes, ref offset);
            if (indexes[i] < 0) throw new FormatException($"Invalid message index {indexes[i]}");
        }

        return frame with { MessageIndexes = indexes, PayloadOffset = offset };
    }

    public static void WriteId(IBufferWriter<byte> target, int schemaId)
    {
        var head = target.GetSpan(5);
        head[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], schemaId);
        target.Advance(5);
    }

    public static void WriteProtobuf(IBufferWriter<byte> target, int schemaId, IReadOnlyList<int> messageIndexes)
    {
        WriteId(target, schemaId);
        if (messageIndexes is [0])
        {
            WriteZigZag(target, 0);
            return;
        }

        WriteZigZag(target, messageIndexes.Count);
        foreach (var index in messageIndexes) WriteZigZag(target, index);
    }

    private static int ReadZigZag(ReadOnlySpan<byte> bytes, ref int offset)
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (offset >= bytes.Length) throw new FormatException("Unexpected end while reading the message indexes");
            var next = bytes[offset++];
            if (shift == 28 && next > 0x0F) break;
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) return (int)(value >> 1) ^ -(int)(value & 1);
        }

        throw new FormatException("A message index is longer than 32 bits");
    }

    private static void WriteZigZag(IBufferWriter<byte> target, int number)
    {
        var value = (uint)((number << 1) ^ (number >> 31));
        var span = target.GetSpan(5);
        var length = 0;
        for (; value >= 0x80; value >>= 7) span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        target.Advance(length);
    }
}
