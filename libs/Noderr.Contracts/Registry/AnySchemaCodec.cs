using System.Buffers;
using Noderr.Contracts.Framing;
using Noderr.Contracts.Journals;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Registry;

/// <summary>
/// Reads values behind whatever frame they bear, without asking the registry which schema that was: for those who check what is on record,
/// and may have nothing but the records.
/// </summary>
public sealed class AnySchemaCodec<TEvent>(EntryCodec<TEvent> codec) : IEntryCodec<TEvent>
    where TEvent : struct
{
    public void Encode(Entry<TEvent> entry, IBufferWriter<byte> into) => throw new NotSupportedException("what is written bears a schema of its own");

    public DecodedEntry<TEvent> Decode(ReadOnlySpan<byte> message) => codec.Decode(RegistryFrame.Read(message).Message);
}
