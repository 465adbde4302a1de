using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Noderr.Journal.Entries;
using Timestamp = Noderr.Domain.Numbers.Timestamp;

namespace Noderr.Journal.Kafka;

/// <summary>
/// What surrounds an entry, in the headers of its record, as text that a person can read with any client: <c>kind</c>, <c>epoch</c>,
/// <c>seq</c>, <c>time</c>, <c>inputs</c> (<c>topic-partition:first+count</c>, one after the other), <c>causes</c>, <c>traceparent</c>.
/// </summary>
public static class EntryHeaders
{
    private const string Kind = "kind", Epoch = "epoch", Seq = "seq", Time = "time", Inputs = "inputs", Causes = "causes", TraceParent = "traceparent";

    public static Headers Write<TEvent>(Entry<TEvent> entry)
    {
        var headers = new Headers
        {
            { Kind, [(byte)('0' + (int)entry.Kind)] },
            { Epoch, Digits(entry.Epoch) },
            { Seq, Digits(entry.Sequence) },
            { Time, Digits(entry.Time.Nanoseconds) },
        };
        if (entry.Inputs.Count > 0) headers.Add(Inputs, Encoding.ASCII.GetBytes(Runs(entry.Inputs)));
        if (entry.Causes.Count > 0) headers.Add(Causes, Encoding.ASCII.GetBytes(string.Join(',', entry.Causes)));
        if (entry.TraceParent is { } parent) headers.Add(TraceParent, Encoding.ASCII.GetBytes(parent));
        return headers;
    }

    /// <summary>An entry without its events; null where the record is none of a journal's.</summary>
    public static Entry<TEvent>? Read<TEvent>(Headers? headers)
    {
        if (headers is null) return null;
        byte[]? kind = null, epoch = null, seq = null, time = null, inputs = null, causes = null, parent = null;
        for (var i = 0; i < headers.Count; i++)
        {
            var (key, value) = (headers[i].Key, headers[i].GetValueBytes());
            switch (key)
            {
                case Kind: kind = value; break;
                case Epoch: epoch = value; break;
                case Seq: seq = value; break;
                case Time: time = value; break;
                case Inputs: inputs = value; break;
                case Causes: causes = value; break;
                case TraceParent: parent = value; break;
            }
        }
        if (kind is not [var k] || k - '0' is < 0 or > (int)EntryKind.Lease || !TryNumber(epoch, out var e) || !TryNumber(seq, out var s) || !TryNumber(time, out var t)) return null;
        var entry = new Entry<TEvent>((EntryKind)(k - '0'), e, s, new Timestamp(t)) { TraceParent = parent is null ? null : Encoding.ASCII.GetString(parent) };
        if (inputs is not null)
        {
            if (ReadRuns(Encoding.ASCII.GetString(inputs)) is not { } runs) return null;
            entry = entry with { Inputs = runs };
        }
        if (causes is not null)
        {
            if (ReadNumbers(Encoding.ASCII.GetString(causes)) is not { } numbers) return null;
            entry = entry with { Causes = numbers };
        }
        return entry;
    }

    private static byte[] Digits(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var count);
        return digits[..count].ToArray();
    }

    private static bool TryNumber(byte[]? bytes, out long value)
    {
        value = 0;
        return bytes is not null && Utf8Parser.TryParse(bytes, out value, out var count) && count == bytes.Length;
    }

    private static string Runs(IReadOnlyList<Run> runs)
    {
        var text = new StringBuilder();
        foreach (var run in runs)
            text.Append(text.Length > 0 ? "," : "").Append(run.Topic).Append('-').Append(run.Partition).Append(':').Append(run.FirstOffset).Append('+').Append(run.Count);
        return text.ToString();
    }

    private static Run[]? ReadRuns(string text)
    {
        var parts = text.Split(',');
        var runs = new Run[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].AsSpan();
            var (colon, plus) = (part.LastIndexOf(':'), part.LastIndexOf('+'));
            if (colon < 0 || plus < colon) return null;
            var dash = part[..colon].LastIndexOf('-');
            if (dash <= 0
                || !int.TryParse(part[(dash + 1)..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
                || !long.TryParse(part[(colon + 1)..plus], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(part[(plus + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
            runs[i] = new Run(part[..dash].ToString(), partition, first, count);
        }
        return runs;
    }

    private static int[]? ReadNumbers(string text)
    {
        var parts = text.Split(',');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        return numbers;
    }
}
