namespace Noderr.Journal.Entries;

/// <summary>
/// A journal's record value: the protobuf message of its topic. What surrounds it (kind, epoch, sequence, runs, time) is in the record's
/// headers. The registry's frame before it is the business of a codec around this one.
/// </summary>
public interface IEntryCodec<TEvent>
{
    void Encode(Entry<TEvent> entry, System.Buffers.IBufferWriter<byte> into);

    /// <summary>Events, and for a lease who took it.</summary>
    /// <exception cref="EntryFormatException">The bytes are no such message, or name what this installation does not know.</exception>
    DecodedEntry<TEvent> Decode(ReadOnlySpan<byte> message);
}

public readonly record struct DecodedEntry<TEvent>(IReadOnlyList<TEvent> Events, string Owner, string Address);

/// <summary>A poison record; the message says what is wrong with it.</summary>
public sealed class EntryFormatException(string message) : Exception(message);
