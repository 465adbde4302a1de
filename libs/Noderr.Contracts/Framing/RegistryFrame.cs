using System.Buffers.Binary;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Framing;

/// <summary>
/// What Confluent's serializers put before a message: a zero byte, the schema's id, and the path that leads to the message type in its file.
/// Nothing is copied: path and message are parts of the record's value.
/// </summary>
public readonly ref struct RegistryFrame
{
    private const int Head = 5;

    private RegistryFrame(int schemaId, ReadOnlySpan<byte> path, ReadOnlySpan<byte> message)
    {
        SchemaId = schemaId;
        Path = path;
        Message = message;
    }

    public int SchemaId { get; }

    /// <summary>As it is written; see <see cref="MessagePath"/>.</summary>
    public ReadOnlySpan<byte> Path { get; }

    public ReadOnlySpan<byte> Message { get; }

    /// <exception cref="EntryFormatException">The bytes are no framed protobuf message.</exception>
    public static RegistryFrame Read(ReadOnlySpan<byte> framed)
    {
        if (framed.Length <= Head) throw new EntryFormatException($"a framed message has 6 bytes or more, this one has {framed.Length}");
        if (framed[0] != 0) throw new EntryFormatException($"a framed message begins with 0, this one with {framed[0]}");
        var path = MessagePath.First(framed[Head..]);
        return new RegistryFrame(BinaryPrimitives.ReadInt32BigEndian(framed[1..]), path, framed[(Head + path.Length)..]);
    }

    /// <summary>The bytes before each message of one schema and type.</summary>
    public static byte[] Of(int schemaId, ReadOnlySpan<byte> path)
    {
        var frame = new byte[Head + path.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), schemaId);
        path.CopyTo(frame.AsSpan(Head));
        return frame;
    }
}
