using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Noderr.LocalKafka.Registry;

/// <summary>JSON without the reflection-based serializer: it would cost the start more than the registry itself.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// JSON of which every text can be read. The framework looks at encodings and at halves of surrogate pairs only when a text is asked for.
    /// </summary>
    /// <exception cref="JsonException">It can't.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, JsonDocumentOptions options = default)
    {
        var document = JsonDocument.Parse(utf8, options);
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = options.MaxDepth });
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            document.Dispose();
            throw new JsonException(e.Message, e);
        }
        return document;
    }

    public static byte[]? Bytes(JsonNode? node)
    {
        if (node is null) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain)) node.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public static string? Text(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Refusal.BadRequest($"Cannot deserialize \"{name}\": a string is expected");

    public static int? Number(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Refusal.BadRequest($"Cannot deserialize \"{name}\": an integer is expected");

    public static JsonObject? Object(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? JsonObject.Create(value.Clone()) : null;

    public static IReadOnlyList<SchemaReference> ReadReferences(JsonElement element)
    {
        if (!element.TryGetProperty("references", out var list) || list.ValueKind == JsonValueKind.Null) return [];
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(r => r.ValueKind != JsonValueKind.Object))
            throw Refusal.BadRequest("Cannot deserialize \"references\": an array of objects is expected");
        return [.. list.EnumerateArray().Select(r => new SchemaReference(
            r.Text("name") ?? "", r.Text("subject") ?? "", r.Number("version") ?? -1))];
    }

    /// <summary>The parts of a schema in the order Confluent writes them; AVRO, the default type, is not written.</summary>
    public static void AddContent(JsonObject target, SchemaContent content)
    {
        if (content.Type != SchemaContent.Avro) target["schemaType"] = content.Type;
        if (content.References.Count > 0)
        {
            target["references"] = new JsonArray([.. content.References.Select(r => (JsonNode)new JsonObject
            {
                ["name"] = r.Name, ["subject"] = r.Subject, ["version"] = r.Version,
            })]);
        }

        if (content.Metadata is { } metadata) target["metadata"] = metadata.DeepClone();
        if (content.RuleSet is { } rules) target["ruleSet"] = rules.DeepClone();
        target["schema"] = content.Text;
    }

    public static JsonArray Array(IEnumerable<int> values) => new([.. values.Select(v => (JsonNode)v)]);

    public static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)v)]);
}
