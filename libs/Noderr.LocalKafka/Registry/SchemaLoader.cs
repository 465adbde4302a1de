using Noderr.LocalKafka.Registry.Avro;
using Noderr.LocalKafka.Registry.Protobuf;

namespace Noderr.LocalKafka.Registry;

/// <summary>Parses a schema together with the schemas it refers to.</summary>
internal sealed class SchemaLoader(RegistryState state)
{
    /// <param name="isNew">A new schema is judged strictly and refers to living versions only; a stored one was accepted before.</param>
    public ParsedSchema Load(Subject subject, SchemaContent content, bool isNew)
    {
        try
        {
            var imports = new Dictionary<string, SchemaContent>();
            if (content.Type is SchemaContent.Avro or SchemaContent.Protobuf) Collect(subject.Context, content, isNew, imports);
            var texts = imports.Select(i => KeyValuePair.Create(i.Key, i.Value.Text));
            return content.Type switch
            {
                SchemaContent.Avro => AvroSchema.Parse(content.Text, imports.Values.Select(i => i.Text), validateDefaults: isNew),
                SchemaContent.Protobuf => ProtobufSchema.Parse(content.Text, texts.ToDictionary()),
                SchemaContent.Json => throw Refusal.InvalidSchema(
                    "Invalid schema: JSON Schema is left out of this registry; use AVRO or PROTOBUF"),
                _ => throw Refusal.InvalidSchema($"Invalid schema type {content.Type}"),
            };
        }
        catch (FormatException e)
        {
            throw Refusal.InvalidSchema($"Invalid schema of type {content.Type}, details: {e.Message}");
        }
    }

    /// <summary>"The latest version" is meant at the time of registration, so the stored reference names the number.</summary>
    public IReadOnlyList<SchemaReference> Pin(Subject subject, IReadOnlyList<SchemaReference> references) =>
        [.. references.Select(r => r.Version == -1
            ? r with { Version = state.Latest(Subject.ParseWithin(subject.Context, r.Subject))?.Version ?? -1 }
            : r)];

    private void Collect(string context, SchemaContent content, bool isNew, Dictionary<string, SchemaContent> imports)
    {
        foreach (var reference in content.References)
        {
            if (imports.ContainsKey(reference.Name)) continue;
            var subject = Subject.ParseWithin(context, reference.Subject);
            var version = reference.Version == -1 ? state.Latest(subject) : state.Find(subject, reference.Version);
            if (reference.Name.Length == 0 || version is null || (isNew && version.Deleted))
            {
                throw new FormatException($"No schema reference found for subject \"{reference.Subject}\" and version {reference.Version}");
            }

            Collect(subject.Context, version.Content, isNew: false, imports);
            imports.TryAdd(reference.Name, version.Content);
        }
    }
}
