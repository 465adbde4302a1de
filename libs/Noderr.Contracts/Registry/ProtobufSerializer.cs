using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Google.Protobuf;
using Noderr.Contracts.Framing;

namespace Noderr.Contracts.Registry;

/// <summary>
/// Frames messages for the registry, as <c>Confluent.SchemaRegistry.Serdes.Protobuf</c> does, which the feed lacks; same names and settings,
/// so that it can take this one's place. Data-contract rules are not run.
/// </summary>
public sealed class ProtobufSerializer<T> : IAsyncSerializer<T>
    where T : IMessage<T>, new()
{
    private readonly ISchemaRegistryClient registry;
    private readonly SchemaPublication publication;
    private readonly AsyncSubjectNameStrategyDelegate subjects;
    private readonly bool useLatest;
    private readonly ConcurrentDictionary<string, int> ids = new();

    public ProtobufSerializer(ISchemaRegistryClient registry, ProtobufSerializerConfig? config = null)
    {
        config ??= new ProtobufSerializerConfig();
        this.registry = registry;
        useLatest = config.UseLatestVersion ?? false;
        var register = config.AutoRegisterSchemas ?? true;
        if (useLatest && register) throw new ArgumentException("a serializer either uses the latest version or registers schemas, not both", nameof(config));
        subjects = (config.SubjectNameStrategy ?? SubjectNameStrategy.Topic).ToAsyncDelegate(registry, config);
        publication = new SchemaPublication(
            registry, register, config.NormalizeSchemas ?? false, config.SkipKnownTypes ?? true,
            (config.ReferenceSubjectNameStrategy ?? ReferenceSubjectNameStrategy.ReferenceName).ToDelegate(config.CustomReferenceSubjectNameStrategy));
    }

    public async Task<byte[]> SerializeAsync(T data, SerializationContext context)
    {
        // Kafka's word for a deleted key; the interface does not say that there may be none.
        if (data is null) return null!;
        var id = await SchemaIdAsync(data, context).ConfigureAwait(false);
        var frame = RegistryFrame.Of(id, Message.Path);
        var framed = new byte[frame.Length + data.CalculateSize()];
        frame.CopyTo(framed, 0);
        data.WriteTo(framed.AsSpan(frame.Length));
        return framed;
    }

    private async Task<int> SchemaIdAsync(T data, SerializationContext context)
    {
        var subject = await subjects(context, data.Descriptor.FullName).ConfigureAwait(false);
        if (useLatest) return (await registry.GetLatestSchemaAsync(subject).ConfigureAwait(false)).Id;
        if (ids.TryGetValue(subject, out var known)) return known;
        var id = await publication.IdOfAsync(subject, data.Descriptor.File, context).ConfigureAwait(false);
        ids[subject] = id;
        return id;
    }

    private static class Message
    {
        public static readonly byte[] Path = MessagePath.Of(new T().Descriptor);
    }
}
