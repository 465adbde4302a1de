using System.Text;

namespace Noderr.LocalKafka.Records;

/// <summary>
/// Walks the records of one batch and believes none of its lengths: whatever doesn't add up is an
/// <see cref="InvalidDataException"/>. The batch's header and checksum are the caller's to check.
/// </summary>
public sealed class RecordReader
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly long baseOffset;
    private readonly long baseTimestamp;
    private readonly long? appendTime;
    private readonly int count;
    private readonly int lastOffsetDelta;
    private int position;
    private int read;
    private int previousDelta = -1;

    public RecordReader(ReadOnlyMemory<byte> batch, int? maxBytes = null)
    {
        var header = batch.Span;
        if (header.Length < BatchHeader.Size)
            throw new InvalidDataException($"a batch of {header.Length} bytes is shorter than its header");
        var attributes = BatchHeader.Attributes(header);
        body = Compression.Decompress(attributes.Compression, batch[BatchHeader.Size..], maxBytes);
        (baseOffset, baseTimestamp) = (BatchHeader.BaseOffset(header), BatchHeader.BaseTimestamp(header));
        appendTime = attributes.IsLogAppendTime ? BatchHeader.MaxTimestamp(header) : null;
        (count, lastOffsetDelta) = (BatchHeader.RecordCount(header), BatchHeader.LastOffsetDelta(header));
        if (count < 0 || count > body.Length) throw new InvalidDataException($"a batch of {body.Length} bytes can't hold {count} records");
    }

    public static List<Record> All(ReadOnlyMemory<byte> batch, int? maxBytes = null)
    {
        var reader = new RecordReader(batch, maxBytes);
        var records = new List<Record>(Math.Min(reader.count, 1024));
        while (reader.Next(out var record)) records.Add(record);
        return records;
    }

    /// <summary>One after the other, where a list of them could be many times the batch.</summary>
    public static IEnumerable<Record> Each(ReadOnlyMemory<byte> batch)
    {
        var reader = new RecordReader(batch);
        while (reader.Next(out var record)) yield return record;
    }

    /// <summary>What a compacted topic asks of a batch.</summary>
    public static bool EveryRecordHasKey(ReadOnlyMemory<byte> batch, int? maxBytes = null)
    {
        var reader = new RecordReader(batch, maxBytes);
        var all = true;
        while (reader.Next(out var record)) all &= record.Key is not null;
        return all;
    }

    public bool Next(out Record record)
    {
        record = default;
        if (read == count)
        {
            if (position != body.Length) throw new InvalidDataException($"{body.Length - position} bytes follow the last record");
            return false;
        }
        var span = body.Span;
        var length = Varint.ReadInt(span, ref position);
        if (length < 0 || length > body.Length - position)
            throw new InvalidDataException($"a record of {length} bytes where {body.Length - position} are left");
        record = Parse(body.Slice(position, length));
        position += length;
        read++;
        return true;
    }

    private Record Parse(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.IsEmpty) throw new InvalidDataException("an empty record");
        var at = 1;
        var timestamp = unchecked(baseTimestamp + Varint.ReadLong(span, ref at));
        var tail = at;
        var delta = Varint.ReadInt(span, ref at);
        if (delta <= previousDelta || delta > lastOffsetDelta)
            throw new InvalidDataException($"offset delta {delta} comes after {previousDelta} where the last is {lastOffsetDelta}");
        previousDelta = delta;
        var key = Nullable(bytes, ref at);
        var value = Nullable(bytes, ref at);
        var headers = Headers(bytes, ref at);
        if (at != span.Length) throw new InvalidDataException($"{span.Length - at} bytes follow the headers of a record");
        return new Record(baseOffset + delta, appendTime ?? timestamp, key, value, headers)
        {
            OwnTimestamp = timestamp,
            Tail = bytes[tail..],
            Attributes = span[0],
        };
    }

    private static RecordHeader[] Headers(ReadOnlyMemory<byte> bytes, ref int at)
    {
        var count = Varint.ReadInt(bytes.Span, ref at);
        if (count == 0) return [];
        // A header takes two bytes at least.
        if (count < 0 || count > (bytes.Length - at) / 2)
            throw new InvalidDataException($"{count} headers where {bytes.Length - at} bytes are left");
        var headers = new RecordHeader[count];
        for (var i = 0; i < count; i++)
        {
            var name = Nullable(bytes, ref at) ?? throw new InvalidDataException("a header has no name");
            headers[i] = new RecordHeader(Encoding.UTF8.GetString(name.Span), Nullable(bytes, ref at));
        }
        return headers;
    }

    private static ReadOnlyMemory<byte>? Nullable(ReadOnlyMemory<byte> bytes, ref int at)
    {
        var length = Varint.ReadInt(bytes.Span, ref at);
        if (length == -1) return null;
        if (length < 0 || length > bytes.Length - at) throw new InvalidDataException($"{length} bytes where {bytes.Length - at} are left");
        var slice = bytes.Slice(at, length);
        at += length;
        return slice;
    }
}
