namespace Noderr.LocalKafka.Records;

/// <summary>
/// Checks the frames of a batch's records without building any: it runs over every byte that is produced, so it allocates nothing and
/// looks at lengths only.
/// </summary>
public readonly ref struct RecordWalk
{
    public string? Problem { get; private init; }
    public bool KeysMissing { get; private init; }
    public long MinTimestampDelta { get; private init; }
    public long MaxTimestampDelta { get; private init; }

    /// <exception cref="InvalidDataException">A packed body that can't be unpacked, or that holds too much.</exception>
    public static RecordWalk Check(ReadOnlyMemory<byte> batch)
    {
        var (type, body) = (BatchHeader.Attributes(batch.Span).Compression, batch[BatchHeader.Size..]);
        var window = type == CompressionType.None ? new RecordWindow(body.Span) : new RecordWindow(type, body, Compression.LimitOf(body));
        try
        {
            return Check(ref window, BatchHeader.RecordCount(batch.Span));
        }
        finally
        {
            window.Dispose();
        }
    }

    private static RecordWalk Check(scoped ref RecordWindow body, int count)
    {
        var keysMissing = false;
        var (earliest, latest) = (long.MaxValue, long.MinValue);
        for (var i = 0; i < count; i++)
        {
            if (!body.Next(out var length) || length is < 0 or > int.MaxValue) return Wrong("a record is longer than its batch");
            var end = body.Position + length;
            if (!body.Skip(1) || !body.Next(out var timestamp) || !body.Next(out var offset) || !body.Next(out var key)) return Wrong("a record is cut off");
            if (offset != i) return Wrong("the records' offsets do not count up by one");
            if (!Skip(ref body, key, end) || !body.Next(out var value) || !Skip(ref body, value, end) || !body.Next(out var headers))
                return Wrong("a record's key or value is longer than the record");
            for (; headers > 0; headers--)
            {
                if (!body.Next(out var name) || name < 0 || !Skip(ref body, name, end) || !body.Next(out var content) || !Skip(ref body, content, end))
                    return Wrong("a record's headers are longer than the record");
            }
            if (headers < 0 || body.Position != end) return Wrong("a record does not end where it says");
            keysMissing |= key < 0;
            (earliest, latest) = (Math.Min(earliest, timestamp), Math.Max(latest, timestamp));
        }
        return !body.IsAtEnd
            ? Wrong("bytes follow the last record")
            : new RecordWalk { KeysMissing = keysMissing, MinTimestampDelta = earliest, MaxTimestampDelta = latest };
    }

    private static RecordWalk Wrong(string problem) => new() { Problem = problem };

    private static bool Skip(ref RecordWindow body, long length, long end) =>
        length >= -1 && length <= end - body.Position && body.Skip(Math.Max(length, 0));
}
