using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Output;
using Noderr.LocalKafka.Records;

namespace Noderr.Cli.Kafka.Dump;

/// <summary>A record in a line: partition/offset, time, key, value, headers.</summary>
internal static class RecordView
{
    public static string Line(int partition, Record record, bool full)
    {
        var headers = record.Headers.Count == 0 ? ""
            : $"  {{{string.Join(", ", record.Headers.Select(h => $"{Bytes.Escape(h.Name)}: {Bytes.Show(h.Value, full, "null")}"))}}}";
        return $"{partition}/{record.Offset}  {Say.Time(record.Timestamp)}  {Bytes.Show(record.Key, full, "(no key)")}  {Bytes.Show(record.Value, full, "(no value)")}{headers}";
    }

    public static JsonObject Json(string topic, int partition, Record record)
    {
        var view = new JsonObject
        {
            ["topic"] = topic,
            ["partition"] = partition,
            ["offset"] = record.Offset,
            ["timestamp"] = record.Timestamp,
            ["time"] = Say.Time(record.Timestamp),
        };
        Add(view, "key", record.Key);
        Add(view, "value", record.Value);
        view["headers"] = JsonText.Array(record.Headers, h =>
        {
            var header = new JsonObject { ["name"] = h.Name };
            Add(header, "value", h.Value);
            return header;
        });
        return view;
    }

    /// <summary>"value" where the bytes are text, "valueHex" where they are not, and the schema's id beside either.</summary>
    private static void Add(JsonObject view, string name, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } given) view[name] = null;
        else if (Bytes.SchemaId(given.Span) is null && Bytes.Text(given.Span) is { } text) view[name] = text;
        else view[name + "Hex"] = Convert.ToHexStringLower(given.Span);
        if (bytes is { } framed && Bytes.SchemaId(framed.Span) is { } id) view[name + "SchemaId"] = id;
    }
}
