using System.Buffers;
using Noderr.Contracts.Framing;
using Noderr.Contracts.Journals;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Registry;

/// <summary>
/// A codec with the registry's frame around it: the whole value of a record. It writes this build's schema id and takes whatever id was
/// registered under the topic's subject.
/// </summary>
public sealed class FramedCodec<TEvent> : IEntryCodec<TEvent>
    where TEvent : struct
{
    private readonly EntryCodec<TEvent> codec;
    private readonly byte[] frame;
    private readonly WriterSchemas writers;

    internal FramedCodec(EntryCodec<TEvent> codec, int schemaId, byte[] path, WriterSchemas writers)
    {
        this.codec = codec;
        this.writers = writers;
        frame = RegistryFrame.Of(schemaId, path);
        SchemaId = schemaId;
    }

    public int SchemaId { get; }

    public void Encode(Entry<TEvent> entry, IBufferWriter<byte> into)
    {
        into.Write(frame);
        codec.Encode(entry, into);
    }

    /// <summary>Waits for the registry when a schema id is met for the first time; a topic has a handful of them over the years.</summary>
    public DecodedEntry<TEvent> Decode(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith(frame)) return codec.Decode(message[frame.Length..]);
        var read = RegistryFrame.Read(message);
        var path = writers.PathOfAsync(read.SchemaId);
        writers.Check(read, path.IsCompletedSuccessfully ? path.Result : path.AsTask().GetAwaiter().GetResult());
        return codec.Decode(read.Message);
    }
}
