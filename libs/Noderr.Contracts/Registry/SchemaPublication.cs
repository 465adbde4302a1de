using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Google.Protobuf.Reflection;

namespace Noderr.Contracts.Registry;

/// <summary>
/// Puts a .proto file and what it imports into the registry, or finds them there. As in Confluent's serializer a file travels as its
/// descriptor in base64, which the registry turns into text, and Google's own files are not registered.
/// </summary>
internal sealed class SchemaPublication(ISchemaRegistryClient registry, bool register, bool normalize, bool skipKnownTypes, ReferenceSubjectNameStrategyDelegate referenceSubjects)
{
    public async Task<int> IdOfAsync(string subject, FileDescriptor file, SerializationContext context) =>
        await IdOfAsync(subject, await SchemaOfAsync(file, context).ConfigureAwait(false)).ConfigureAwait(false);

    private Task<int> IdOfAsync(string subject, Schema schema) =>
        register ? registry.RegisterSchemaAsync(subject, schema, normalize) : registry.GetSchemaIdAsync(subject, schema, normalize);

    /// <summary>The imports are registered first: a reference names a version that exists.</summary>
    private async Task<Schema> SchemaOfAsync(FileDescriptor file, SerializationContext context)
    {
        var references = new List<SchemaReference>();
        foreach (var import in file.Dependencies)
        {
            if (skipKnownTypes && IsKnown(import.Name)) continue;
            var subject = referenceSubjects(context, import.Name);
            var schema = await SchemaOfAsync(import, context).ConfigureAwait(false);
            await IdOfAsync(subject, schema).ConfigureAwait(false);
            var registered = await registry.LookupSchemaAsync(subject, schema, true, normalize).ConfigureAwait(false);
            references.Add(new SchemaReference(import.Name, subject, registered.Version));
        }
        return new Schema(file.SerializedData.ToBase64(), references, SchemaType.Protobuf);
    }

    private static bool IsKnown(string file) =>
        file.StartsWith("google/protobuf/", StringComparison.Ordinal) || file.StartsWith("google/type/", StringComparison.Ordinal) || file.StartsWith("confluent/", StringComparison.Ordinal);
}
