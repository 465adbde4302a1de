using System.Net;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Noderr.Contracts.Framing;
using Noderr.Contracts.Journals;

namespace Noderr.Contracts.Registry;

/// <summary>
/// Asks the registry once for each topic, when a service starts, under which id it knows this build's message. From then on a frame is
/// constant bytes.
/// </summary>
public sealed class SchemaIds(ISchemaRegistryClient registry, bool mayRegister)
{
    private readonly SchemaPublication publication = new(
        registry, mayRegister, normalize: false, skipKnownTypes: true, ReferenceSubjectNameStrategy.ReferenceName.ToDelegate(null));

    /// <exception cref="SchemaRegistryException">The registry refuses the message: it would break those who read the topic (409).</exception>
    /// <exception cref="InvalidOperationException">The registry lacks the message, and this service may not register it.</exception>
    public async Task<FramedCodec<TEvent>> FrameAsync<TEvent>(string topic, EntryCodec<TEvent> codec)
        where TEvent : struct
    {
        var subject = SubjectOf(topic);
        try
        {
            var id = await publication.IdOfAsync(subject, codec.Message.File, new SerializationContext(MessageComponentType.Value, topic)).ConfigureAwait(false);
            var path = MessagePath.Of(codec.Message);
            var writers = new WriterSchemas(registry, subject, codec.Message);
            writers.Add(id, path);
            return new FramedCodec<TEvent>(codec, id, path, writers);
        }
        catch (SchemaRegistryException e) when (!mayRegister && e.Status == HttpStatusCode.NotFound)
        {
            throw new InvalidOperationException(
                $"the registry has no {codec.Message.File.Name}, or no import of it, as this build knows them (asked under {subject}), and this service may not register them", e);
        }
    }

    public static string SubjectOf(string topic) => $"{topic}-value";
}
