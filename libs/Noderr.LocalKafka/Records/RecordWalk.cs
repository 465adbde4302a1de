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

    public static RecordWalk Check(ReadOnlySpan<byte> body, int count)
    {
        var (at, keysMissing) = (0, false);
        var (earliest, latest) = (long.MaxValue, long.MinValue);
        for (var i = 0; i < count; i++)
        {
            if (!Next(body, ref at, out var length) || length < 0 || length > body.Length - at) return Wrong("a record is longer than its batch");
            var end = at + (int)length;
            var record = body[..end];
            at++;
            if (!Next(record, ref at, out var timestamp) || !Next(record, ref at, out var offset) || !Next(record, ref at, out var key))
                return Wrong("a record is cut off");
            if (offset != i) return Wrong("the records' offsets do not count up by one");
            if (!Skip(record, ref at, key) || !Next(record, ref at, out var value) || !Skip(record, ref at, value) || !Next(record, ref at, out var headers))
                return Wrong("a record's key or value is longer than the record");
            for (; headers > 0; headers--)
            {
                if (!Next(record, ref at, out var name) || name < 0 || !Skip(record, ref at, name) || !Next(record, ref at, out var content) || !Skip(record, ref at, content))
                    return Wrong("a record's headers are longer than the record");
            }
            if (headers < 0 || at != end) return Wrong("a record does not end where it says");
            keysMissing |= key < 0;
            (earliest, latest) = (Math.Min(earliest, timestamp), Math.Max(latest, timestamp));
        }
        return at != body.Length
            ? Wrong("bytes follow the last record")
            : new RecordWalk { KeysMissing = keysMissing, MinTimestampDelta = earliest, MaxTimestampDelta = latest };
    }

    private static RecordWalk Wrong(string problem) => new() { Problem = problem };

    private static bool Skip(ReadOnlySpan<byte> record, ref int at, long length)
    {
        if (length < -1 || length > record.Length - at) return false;
        at += (int)Math.Max(length, 0);
        return true;
    }

    private static bool Next(ReadOnlySpan<byte> bytes, ref int at, out long value)
    {
        ulong raw = 0;
        value = 0;
        for (var shift = 0; shift < 64 && (uint)at < (uint)bytes.Length; shift += 7)
        {
            var b = bytes[at++];
            raw |= (ulong)(b & 0x7f) << shift;
            if (b >= 0x80) continue;
            value = (long)(raw >> 1) ^ -(long)(raw & 1);
            return true;
        }
        return false;
    }
}
