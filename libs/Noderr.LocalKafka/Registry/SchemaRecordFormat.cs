using System.Text.Json;
using System.Text.Json.Nodes;

namespace Noderr.LocalKafka.Registry;

/// <summary>
/// Keys and values as Confluent's registry writes them to <c>_schemas</c>. Compaction compares the key's bytes,
/// so the order of a key's properties is part of the format.
/// </summary>
internal static class SchemaRecordFormat
{
    public static SchemaRecord Schema(SchemaVersion version) => new(SchemaKey(version.Subject, version.Version), Json.Bytes(Value(version)));

    public static SchemaRecord SchemaTombstone(Subject subject, int version) => new(SchemaKey(subject, version), null);

    public static SchemaRecord Config(Subject? subject, JsonObject? config) => new(Key("CONFIG", subject), Json.Bytes(WithSubject(subject, config)));

    public static SchemaRecord Mode(Subject? subject, Mode? mode) => new(Key("MODE", subject),
        mode is { } set ? Json.Bytes(WithSubject(subject, new JsonObject { ["mode"] = set.Text() })) : null);

    public static SchemaRecord DeleteSubject(Subject subject, int upTo) => new(Key("DELETE_SUBJECT", subject),
        Json.Bytes(new JsonObject { ["subject"] = subject.ToString(), ["version"] = upTo }));

    public static SchemaRecord ClearSubject(Subject? subject) => new(Key("CLEAR_SUBJECT", subject),
        Json.Bytes(new JsonObject { ["subject"] = subject?.ToString() }));

    public static SchemaRecord Context(string context) => new(
        Json.Bytes(new JsonObject { ["keytype"] = "CONTEXT", ["tenant"] = "default", ["context"] = context, ["magic"] = 0 })!,
        Json.Bytes(new JsonObject { ["tenant"] = "default", ["context"] = context }));

    public static SchemaVersion ReadSchema(JsonElement value)
    {
        var content = new SchemaContent(
            value.Text("schemaType") ?? SchemaContent.Avro, value.Text("schema") ?? "", Json.ReadReferences(value),
            value.Object("metadata"), value.Object("ruleSet"));
        return new(Subject.Parse(value.Text("subject") ?? throw new FormatException("a schema without its subject")), value.GetProperty("version").GetInt32(), value.GetProperty("id").GetInt32(),
            content, value.TryGetProperty("deleted", out var deleted) && deleted.ValueKind == JsonValueKind.True);
    }

    private static byte[] SchemaKey(Subject subject, int version) => Json.Bytes(new JsonObject
    {
        ["keytype"] = "SCHEMA",
        ["subject"] = subject.ToString(),
        ["version"] = version,
        ["magic"] = 1,
    })!;

    private static byte[] Key(string type, Subject? subject) => Json.Bytes(new JsonObject
    {
        ["keytype"] = type,
        ["subject"] = subject?.ToString(),
        ["magic"] = 0,
    })!;

    private static JsonObject Value(SchemaVersion version)
    {
        var value = new JsonObject { ["subject"] = version.Subject.ToString(), ["version"] = version.Version, ["id"] = version.Id };
        Json.AddContent(value, version.Content);
        value["deleted"] = version.Deleted;
        return value;
    }

    private static JsonObject? WithSubject(Subject? subject, JsonObject? value)
    {
        if (subject is null || value is null) return value;
        var named = new JsonObject { ["subject"] = subject.Value.ToString() };
        foreach (var (name, node) in value) named[name] = node?.DeepClone();
        return named;
    }
}
