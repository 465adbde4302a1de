using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Noderr.LocalKafka.Registry.Avro;

/// <summary>Writes a schema as Avro prints it: attributes in a fixed order, no layout, a name's second use by name.</summary>
internal sealed class AvroWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly HashSet<AvroName> written;
    private readonly bool sortProperties;
    private readonly Utf8JsonWriter json;

    private AvroWriter(IEnumerable<AvroName> known, bool sortProperties)
    {
        written = [.. known];
        this.sortProperties = sortProperties;
        json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <param name="known">Names that are defined elsewhere and so are only mentioned.</param>
    public static string Write(AvroType type, IEnumerable<AvroName> known, bool sortProperties)
    {
        using var writer = new AvroWriter(known, sortProperties);
        writer.Write(type, "");
        writer.json.Flush();
        return Encoding.UTF8.GetString(writer.buffer.WrittenSpan);
    }

    public void Dispose() => json.Dispose();

    private void Write(AvroType type, string space)
    {
        switch (type.Kind)
        {
            case AvroKind.Record or AvroKind.Enum or AvroKind.Fixed:
                WriteNamed(type, space);
                break;
            case AvroKind.Union:
                json.WriteStartArray();
                foreach (var branch in type.Branches) Write(branch, space);
                json.WriteEndArray();
                break;
            case AvroKind.Array or AvroKind.Map:
                json.WriteStartObject();
                json.WriteString("type", type.Kind == AvroKind.Array ? "array" : "map");
                json.WritePropertyName(type.Kind == AvroKind.Array ? "items" : "values");
                Write(type.Element!, space);
                WriteProperties(type.Properties);
                json.WriteEndObject();
                break;
            default:
                var primitive = type.Kind.ToString().ToLowerInvariant();
                if (type.Properties.Count == 0)
                {
                    json.WriteStringValue(primitive);
                    break;
                }

                json.WriteStartObject();
                json.WriteString("type", primitive);
                WriteProperties(type.Properties);
                json.WriteEndObject();
                break;
        }
    }

    private void WriteNamed(AvroType type, string space)
    {
        if (!written.Add(type.Name))
        {
            json.WriteStringValue(type.Name.From(space));
            return;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        json.WriteStartObject();
        json.WriteString("type", type.IsError ? "error" : type.Kind.ToString().ToLowerInvariant());
        json.WriteString("name", type.Name.Name);
        if (type.Name.Namespace != space) json.WriteString("namespace", type.Name.Namespace);
        if (type.Doc is not null) json.WriteString("doc", type.Doc);
        if (type.Kind == AvroKind.Record) WriteFields(type);
        if (type.Kind == AvroKind.Fixed) json.WriteNumber("size", type.Size);
        if (type.Kind == AvroKind.Enum)
        {
            json.WriteStartArray("symbols");
            foreach (var symbol in type.Symbols) json.WriteStringValue(symbol);
            json.WriteEndArray();
            if (type.SymbolDefault is not null) json.WriteString("default", type.SymbolDefault);
        }

        WriteProperties(type.Properties);
        WriteAliases(type.Aliases.Select(a => a.From(type.Name.Namespace)));
        json.WriteEndObject();
    }

    private void WriteFields(AvroType record)
    {
        json.WriteStartArray("fields");
        foreach (var field in record.Fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WritePropertyName("type");
            Write(field.Type, record.Name.Namespace);
            if (field.Doc is not null) json.WriteString("doc", field.Doc);
            if (field.Default is { } byDefault)
            {
                json.WritePropertyName("default");
                byDefault.WriteTo(json);
            }

            if (field.Order is not (null or "ascending")) json.WriteString("order", field.Order);
            WriteAliases(field.Aliases);
            WriteProperties(field.Properties);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteAliases(IEnumerable<string> aliases)
    {
        if (!aliases.Any()) return;
        json.WriteStartArray("aliases");
        foreach (var alias in aliases) json.WriteStringValue(alias);
        json.WriteEndArray();
    }

    private void WriteProperties(IReadOnlyList<JsonProperty> properties)
    {
        foreach (var property in sortProperties ? properties.OrderBy(p => p.Name, StringComparer.Ordinal) : properties.AsEnumerable())
            property.WriteTo(json);
    }
}
