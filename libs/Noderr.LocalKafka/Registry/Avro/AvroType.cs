using System.Text.Json;

namespace Noderr.LocalKafka.Registry.Avro;

internal enum AvroKind { Null, Boolean, Int, Long, Float, Double, Bytes, String, Record, Enum, Fixed, Array, Map, Union }

/// <summary>A full name; the namespace is empty when there is none.</summary>
internal readonly record struct AvroName(string Namespace, string Name)
{
    public static AvroName Of(string text, string enclosingNamespace) =>
        text.LastIndexOf('.') is var dot && dot >= 0 ? new(text[..dot], text[(dot + 1)..]) : new(enclosingNamespace, text);

    public string From(string enclosingNamespace) => Namespace == enclosingNamespace || Namespace.Length == 0 ? Name : ToString();

    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}

/// <summary>A node of an Avro schema. Named types may contain themselves, so a record's fields are set after it exists.</summary>
internal sealed class AvroType(AvroKind kind)
{
    public AvroKind Kind => kind;
    public bool IsNamed => kind is AvroKind.Record or AvroKind.Enum or AvroKind.Fixed;
    public bool IsError { get; init; }
    public AvroName Name { get; init; }
    public IReadOnlyList<AvroName> Aliases { get; init; } = [];
    public string? Doc { get; init; }
    public IReadOnlyList<AvroField> Fields { get; set; } = [];
    public IReadOnlyList<string> Symbols { get; init; } = [];
    public string? SymbolDefault { get; init; }
    public int Size { get; init; }

    /// <summary>The items of an array, the values of a map.</summary>
    public AvroType? Element { get; init; }
    public IReadOnlyList<AvroType> Branches { get; init; } = [];

    /// <summary>Properties that Avro does not know, logical types among them, in the order written.</summary>
    public IReadOnlyList<JsonProperty> Properties { get; init; } = [];
}

internal sealed record AvroField(
    string Name, AvroType Type, string? Doc, JsonElement? Default, string? Order, IReadOnlyList<string> Aliases, IReadOnlyList<JsonProperty> Properties);
