using System.Collections.Concurrent;
using System.Net;
using Confluent.SchemaRegistry;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Noderr.Contracts.Framing;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Registry;

/// <summary>
/// Where a message type stands in the schemas that others wrote with. Each is looked up once: what an id means never changes. With a subject,
/// only the schemas that were registered under it are taken, deleted ones among them, since their records remain.
/// </summary>
internal sealed class WriterSchemas(ISchemaRegistryClient registry, string? subject, MessageDescriptor message)
{
    private readonly ConcurrentDictionary<int, byte[]> paths = new();

    /// <exception cref="EntryFormatException">There is no such schema, it belongs to another subject, or lacks the message.</exception>
    public ValueTask<byte[]> PathOfAsync(int id) => paths.TryGetValue(id, out var path) ? new(path) : new(LookUpAsync(id));

    public void Add(int id, byte[] path) => paths[id] = path;

    /// <exception cref="EntryFormatException">The frame leads to another message of the schema.</exception>
    public void Check(RegistryFrame frame, byte[] path)
    {
        if (!MessagePath.Same(frame.Path, path))
            throw new EntryFormatException(
                $"the frame leads to message [{string.Join(',', MessagePath.Read(frame.Path))}] of schema {frame.SchemaId}, {message.FullName} is [{string.Join(',', MessagePath.Read(path))}]");
    }

    private async Task<byte[]> LookUpAsync(int id)
    {
        var schema = await OrPoison(registry.GetSchemaAsync(id, "serialized"), $"the registry has no schema {id}").ConfigureAwait(false);
        var path = schema.SchemaType == SchemaType.Protobuf && FileOf(schema) is { } file && file.Package == message.File.Package
            ? PathIn(file.MessageType, message.FullName[(file.Package.Length + (file.Package.Length > 0 ? 1 : 0))..].Split('.'))
            : null;
        if (path is null) throw new EntryFormatException($"schema {id} has no message {message.FullName}");
        if (subject is not null)
            await OrPoison(registry.LookupSchemaAsync(subject, schema, ignoreDeletedSchemas: false, normalize: false), $"schema {id} does not belong to {subject}").ConfigureAwait(false);
        return paths.GetOrAdd(id, path);
    }

    /// <summary>A registry that answers "there is none" says something of the record; one that does not answer says nothing.</summary>
    private static async Task<S> OrPoison<S>(Task<S> answer, string fault)
    {
        try
        {
            return await answer.ConfigureAwait(false);
        }
        catch (SchemaRegistryException e) when (e.Status == HttpStatusCode.NotFound)
        {
            throw new EntryFormatException(fault);
        }
    }

    private static FileDescriptorProto? FileOf(Schema schema)
    {
        try
        {
            return FileDescriptorProto.Parser.ParseFrom(ByteString.FromBase64(schema.SchemaString));
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static byte[]? PathIn(RepeatedField<DescriptorProto> messages, string[] names)
    {
        var places = new int[names.Length];
        for (var depth = 0; depth < names.Length; depth++)
        {
            var place = 0;
            while (place < messages.Count && messages[place].Name != names[depth]) place++;
            if (place == messages.Count) return null;
            places[depth] = place;
            messages = messages[place].NestedType;
        }
        return MessagePath.Write(places);
    }
}
