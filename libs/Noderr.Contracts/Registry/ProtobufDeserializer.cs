using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Google.Protobuf;
using Noderr.Contracts.Framing;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Registry;

/// <summary>
/// Reads what <see cref="ProtobufSerializer{T}"/> and Confluent's serializers wrote. With a registry it sees to it that the writer's schema
/// has this message at the place that the frame names; without one it believes the frame.
/// </summary>
public sealed class ProtobufDeserializer<T> : IAsyncDeserializer<T>
    where T : class, IMessage<T>, new()
{
    private readonly MessageParser<T> parser = new(() => new T());
    private readonly WriterSchemas? writers;

    public ProtobufDeserializer(ISchemaRegistryClient? registry = null) =>
        writers = registry is null ? null : new WriterSchemas(registry, subject: null, new T().Descriptor);

    /// <exception cref="EntryFormatException">The bytes are no such message.</exception>
    public async Task<T> DeserializeAsync(ReadOnlyMemory<byte> data, bool isNull, SerializationContext context)
    {
        if (isNull) return null!;
        if (writers is not null)
        {
            var path = await writers.PathOfAsync(RegistryFrame.Read(data.Span).SchemaId).ConfigureAwait(false);
            writers.Check(RegistryFrame.Read(data.Span), path);
        }
        return Parse(data.Span);
    }

    private T Parse(ReadOnlySpan<byte> framed)
    {
        try
        {
            return parser.ParseFrom(RegistryFrame.Read(framed).Message);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new EntryFormatException($"{typeof(T).Name}: {e.Message}");
        }
    }
}
