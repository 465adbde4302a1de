using System.Text;
using System.Text.Json;

namespace Noderr.LocalKafka.Registry.Avro;

/// <summary>Reads Avro's JSON text. Names defined by one text are known to the texts parsed after it.</summary>
internal sealed class AvroParser
{
    private static readonly Dictionary<string, AvroKind> Primitives = new()
    {
        ["null"] = AvroKind.Null,
        ["boolean"] = AvroKind.Boolean,
        ["int"] = AvroKind.Int,
        ["long"] = AvroKind.Long,
        ["float"] = AvroKind.Float,
        ["double"] = AvroKind.Double,
        ["bytes"] = AvroKind.Bytes,
        ["string"] = AvroKind.String,
    };

    // A schema nested deeper than this would cost the stack of the checks that walk it.
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 128 };

    private readonly Dictionary<AvroName, AvroType> names = [];

    public IEnumerable<AvroName> Names => names.Keys;

    /// <exception cref="FormatException">The text is no Avro schema.</exception>
    public AvroType Parse(string text, bool validateDefaults)
    {
        JsonElement root;
        try
        {
            using var document = Json.Parse(Encoding.UTF8.GetBytes(text), Bounded);
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new FormatException($"the schema is not JSON: {e.Message}");
        }

        return Read(root, "", validateDefaults);
    }

    private AvroType Read(JsonElement json, string space, bool strict) => json.ValueKind switch
    {
        JsonValueKind.String => Reference(json.GetString()!, space),
        JsonValueKind.Array => Union(json, space, strict),
        JsonValueKind.Object => Definition(json, space, strict),
        _ => throw new FormatException($"Schema not yet supported: {json.GetRawText()}"),
    };

    private AvroType Reference(string name, string space)
    {
        if (Primitives.TryGetValue(name, out var kind)) return new(kind);
        return names.TryGetValue(AvroName.Of(name, space), out var type) || names.TryGetValue(AvroName.Of(name, ""), out type)
            ? type
            : throw new FormatException($"Undefined name: \"{name}\"");
    }

    private AvroType Union(JsonElement json, string space, bool strict)
    {
        var branches = json.EnumerateArray().Select(b => Read(b, space, strict)).ToList();
        var seen = new HashSet<(AvroKind, AvroName)>();
        foreach (var branch in branches)
        {
            if (branch.Kind == AvroKind.Union) throw new FormatException("Nested union");
            if (!seen.Add((branch.Kind, branch.Name))) throw new FormatException($"Duplicate in union: {Label(branch)}");
        }

        return new(AvroKind.Union) { Branches = branches };
    }

    private AvroType Definition(JsonElement json, string space, bool strict)
    {
        if (!json.TryGetProperty("type", out var type)) throw new FormatException($"No type: {json.GetRawText()}");
        if (type.ValueKind != JsonValueKind.String) return Read(type, space, strict);
        switch (type.GetString())
        {
            case "record" or "error":
                var record = Define(new(AvroKind.Record)
                {
                    Name = NameOf(json, space),
                    Aliases = AliasesOf(json, NameOf(json, space)),
                    Doc = String(json, "doc"),
                    IsError = type.GetString() == "error",
                    Properties = Unknown(json, "type", "name", "namespace", "doc", "fields", "aliases"),
                });
                record.Fields = Fields(json, record.Name.Namespace, strict);
                return record;
            case "enum":
                var symbols = Strings(json, "symbols", required: true);
                foreach (var symbol in symbols) Check(symbol);
                if (symbols.Distinct().Count() < symbols.Count) throw new FormatException("Duplicate enum symbol");
                var symbolDefault = String(json, "default");
                if (symbolDefault is not null && !symbols.Contains(symbolDefault))
                    throw new FormatException($"The Enum Default: {symbolDefault} is not in the enum symbol set");
                return Define(new(AvroKind.Enum)
                {
                    Name = NameOf(json, space),
                    Aliases = AliasesOf(json, NameOf(json, space)),
                    Doc = String(json, "doc"),
                    Symbols = symbols,
                    SymbolDefault = symbolDefault,
                    Properties = Unknown(json, "type", "name", "namespace", "doc", "symbols", "default", "aliases"),
                });
            case "fixed":
                if (!json.TryGetProperty("size", out var size) || size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out var bytes) || bytes < 0)
                    throw new FormatException("Invalid or no size");
                return Define(new(AvroKind.Fixed)
                {
                    Name = NameOf(json, space),
                    Aliases = AliasesOf(json, NameOf(json, space)),
                    Doc = String(json, "doc"),
                    Size = bytes,
                    Properties = Unknown(json, "type", "name", "namespace", "doc", "size", "aliases"),
                });
            case "array":
                return new(AvroKind.Array) { Element = Element(json, "items", space, strict), Properties = Unknown(json, "type", "items") };
            case "map":
                return new(AvroKind.Map) { Element = Element(json, "values", space, strict), Properties = Unknown(json, "type", "values") };
            case { } name when Primitives.TryGetValue(name, out var kind):
                return new(kind) { Properties = Unknown(json, "type") };
            case { } name:
                return Reference(name, space);
            default:
                throw new FormatException("No type");
        }
    }

    private AvroType Element(JsonElement json, string property, string space, bool strict) =>
        json.TryGetProperty(property, out var element) ? Read(element, space, strict) : throw new FormatException($"{property} missing");

    private List<AvroField> Fields(JsonElement json, string space, bool strict)
    {
        if (!json.TryGetProperty("fields", out var list) || list.ValueKind != JsonValueKind.Array) throw new FormatException("Record has no fields");
        var fields = new List<AvroField>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("type", out var typeJson)) throw new FormatException("No field type");
            var name = Check(String(item, "name") ?? throw new FormatException("No field name"));
            if (fields.Any(f => f.Name == name)) throw new FormatException($"Duplicate field {name} in record");
            var order = String(item, "order");
            if (order is not (null or "ascending" or "descending" or "ignore")) throw new FormatException($"Invalid order: {order}");
            var type = Read(typeJson, space, strict);
            JsonElement? byDefault = item.TryGetProperty("default", out var value) ? value : null;
            if (strict && byDefault is { } given && !IsDefaultOf(type, given))
                throw new FormatException($"Invalid default for field {name}: {given.GetRawText()} not a {Label(type)}");
            fields.Add(new(name, type, String(item, "doc"), byDefault, order, Strings(item, "aliases", required: false),
                Unknown(item, "name", "type", "doc", "default", "order", "aliases")));
        }

        return fields;
    }

    private AvroType Define(AvroType type)
    {
        if (Primitives.ContainsKey(type.Name.Name)) throw new FormatException($"Schemas may not be named after primitives: {type.Name.Name}");
        return names.TryAdd(type.Name, type) ? type : throw new FormatException($"Can't redefine: {type.Name}");
    }

    private static AvroName NameOf(JsonElement json, string space)
    {
        var text = String(json, "name") ?? throw new FormatException("No name in schema");
        var name = AvroName.Of(text, String(json, "namespace") ?? space);
        if (name.Namespace.Length > 0) foreach (var part in name.Namespace.Split('.')) Check(part);
        Check(name.Name);
        return name;
    }

    private static List<AvroName> AliasesOf(JsonElement json, AvroName name) =>
        [.. Strings(json, "aliases", required: false).Select(a => AvroName.Of(a, name.Namespace))];

    private static string Check(string name)
    {
        var valid = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        return valid ? name : throw new FormatException($"Illegal name: \"{name}\"");
    }

    private static bool IsDefaultOf(AvroType type, JsonElement value) => type.Kind switch
    {
        AvroKind.Null => value.ValueKind == JsonValueKind.Null,
        AvroKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        AvroKind.Int => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        AvroKind.Long => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        AvroKind.Float or AvroKind.Double => value.ValueKind == JsonValueKind.Number,
        AvroKind.Bytes or AvroKind.String or AvroKind.Fixed => value.ValueKind == JsonValueKind.String,
        AvroKind.Enum => value.ValueKind == JsonValueKind.String && type.Symbols.Contains(value.GetString()!),
        AvroKind.Array => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => IsDefaultOf(type.Element!, v)),
        AvroKind.Map => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(v => IsDefaultOf(type.Element!, v.Value)),
        AvroKind.Record => value.ValueKind == JsonValueKind.Object
            && type.Fields.All(f => value.TryGetProperty(f.Name, out var given) ? IsDefaultOf(f.Type, given) : f.Default is not null),
        _ => type.Branches.Any(b => IsDefaultOf(b, value)),
    };

    private static string Label(AvroType type) => type.IsNamed ? type.Name.ToString() : type.Kind.ToString().ToLowerInvariant();

    private static string? String(JsonElement json, string property) =>
        json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string> Strings(JsonElement json, string property, bool required)
    {
        if (!json.TryGetProperty(property, out var list)) return required ? throw new FormatException($"No {property}") : [];
        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(v => v.GetString()!)]
            : throw new FormatException($"{property} is not an array of strings");
    }

    private static List<JsonProperty> Unknown(JsonElement json, params string[] known) =>
        [.. json.EnumerateObject().Where(p => !known.Contains(p.Name))];
}
