using System.Buffers;
using System.Text;

namespace Noderr.LocalKafka.Records;

internal static class RecordWriter
{
    public static void Write(IBufferWriter<byte> into, in Record record, long timestampDelta, int offsetDelta)
    {
        var size = 1 + Varint.Size(timestampDelta) + Varint.Size(offsetDelta) + Size(record.Key) + Size(record.Value)
            + Varint.Size(record.Headers.Count);
        foreach (var header in record.Headers)
        {
            var name = Encoding.UTF8.GetByteCount(header.Name);
            size += Varint.Size(name) + name + Size(header.Value);
        }
        Start(into, size, record.Attributes, timestampDelta);
        Varint.Write(into, offsetDelta);
        Write(into, record.Key);
        Write(into, record.Value);
        Varint.Write(into, record.Headers.Count);
        foreach (var header in record.Headers)
        {
            Varint.Write(into, Encoding.UTF8.GetByteCount(header.Name));
            into.Advance(Encoding.UTF8.GetBytes(header.Name, into.GetSpan(Encoding.UTF8.GetMaxByteCount(header.Name.Length))));
            Write(into, header.Value);
        }
    }

    /// <summary>A record that was read, at its old offset delta, on a base timestamp that may have moved.</summary>
    public static void Copy(IBufferWriter<byte> into, in Record record, long timestampDelta)
    {
        Start(into, 1 + Varint.Size(timestampDelta) + record.Tail.Length, record.Attributes, timestampDelta);
        into.Write(record.Tail.Span);
    }

    private static void Start(IBufferWriter<byte> into, int size, byte attributes, long timestampDelta)
    {
        Varint.Write(into, size);
        into.GetSpan(1)[0] = attributes;
        into.Advance(1);
        Varint.Write(into, timestampDelta);
    }

    private static int Size(ReadOnlyMemory<byte>? bytes) => Varint.Size(bytes?.Length ?? -1) + (bytes?.Length ?? 0);

    private static void Write(IBufferWriter<byte> into, ReadOnlyMemory<byte>? bytes)
    {
        Varint.Write(into, bytes?.Length ?? -1);
        if (bytes is { } some) into.Write(some.Span);
    }
}
