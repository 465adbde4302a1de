using System.Buffers;
using System.Runtime.InteropServices;
using Google.Protobuf.Reflection;
using Noderr.Contracts.Journal.V1;
using Noderr.Contracts.Wire;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Journals;

/// <summary>
/// An entry's protobuf message, written from and read into structs without the generated objects between; the bytes are the same. All
/// journals have their lease and their events under the same numbers.
/// </summary>
public abstract class EntryCodec<TEvent> : IEntryCodec<TEvent>
    where TEvent : struct
{
    private const int Lease = 1;
    private const int Events = 2;

    private readonly int fewest;

    /// <param name="message">What is written, as the contract has it.</param>
    /// <param name="fewest">Bytes that an event has at the least; one of fewer lacks something without which it is refused.</param>
    private protected EntryCodec(MessageDescriptor message, int fewest)
    {
        (Message, this.fewest) = (message, fewest);
        if (message.FindFieldByNumber(Lease)?.Name != "lease" || message.FindFieldByNumber(Events)?.Name != "events")
            throw new ArgumentException($"{message.FullName} is no journal's entry", nameof(message));
    }

    /// <summary>The message that is written, as the contract has it.</summary>
    public MessageDescriptor Message { get; }

    public void Encode(Entry<TEvent> entry, IBufferWriter<byte> into)
    {
        if (entry.Kind == EntryKind.Lease) EncodeLease(entry, into);
        switch (entry.Events)
        {
            // Through the interface every event would be copied once more.
            case TEvent[] array: Encode(array, into); break;
            case List<TEvent> list: Encode(CollectionsMarshal.AsSpan(list), into); break;
            default:
                for (var i = 0; i < entry.Events.Count; i++)
                {
                    var one = entry.Events[i];
                    Encode(new ReadOnlySpan<TEvent>(in one), into);
                }
                break;
        }
    }

    public DecodedEntry<TEvent> Decode(ReadOnlySpan<byte> message)
    {
        var decoded = 0;
        try
        {
            var events = new TEvent[CountEvents(message)];
            var (owner, address) = ("", "");
            var reader = new ProtoReader(message);
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case Lease:
                        ReadLease(reader.Message(), ref owner, ref address);
                        if (events.Length > 0) reader.Fail("a lease has no events");
                        break;
                    case Events:
                        var inner = reader.Message();
                        events[decoded] = Read(ref inner);
                        decoded++;
                        break;
                    default: reader.Skip(); break;
                }
            }
            return new DecodedEntry<TEvent>(events, owner, address);
        }
        catch (EntryFormatException e)
        {
            throw new EntryFormatException($"{Message.FullName}, after {decoded} events: {e.Message}");
        }
    }

    /// <summary>The most bytes that the event can take.</summary>
    private protected abstract int RoomFor(in TEvent e);

    private protected abstract void Write(ref ProtoWriter writer, in TEvent e);

    private protected abstract TEvent Read(ref ProtoReader reader);

    private void Encode(ReadOnlySpan<TEvent> events, IBufferWriter<byte> into)
    {
        foreach (ref readonly var e in events)
        {
            var writer = new ProtoWriter(into.GetSpan(Room.Message + RoomFor(e)));
            var start = writer.Begin(Events);
            Write(ref writer, e);
            writer.End(start);
            into.Advance(writer.Length);
        }
    }

    private static void EncodeLease(Entry<TEvent> entry, IBufferWriter<byte> into)
    {
        if (entry.Events.Count > 0) throw new ArgumentException("a lease has no events", nameof(entry));
        var writer = new ProtoWriter(into.GetSpan(Room.Message + Room.Text(entry.Owner) + Room.Text(entry.Address)));
        var start = writer.Begin(Lease);
        writer.Text(LeaseTaken.OwnerFieldNumber, entry.Owner);
        writer.Text(LeaseTaken.AddressFieldNumber, entry.Address);
        writer.End(start);
        into.Advance(writer.Length);
    }

    private static void ReadLease(ProtoReader reader, ref string owner, ref string address)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case LeaseTaken.OwnerFieldNumber: owner = reader.Text(); break;
                case LeaseTaken.AddressFieldNumber: address = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }
    }

    /// <summary>
    /// So that their array is made once, in its size. A claim is cheap, two bytes an event, and its place in the array is not: events too
    /// short to be any are refused before there is an array.
    /// </summary>
    private int CountEvents(ReadOnlySpan<byte> message)
    {
        var count = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field != Events)
            {
                reader.Skip();
                continue;
            }
            var length = reader.Bytes().Length;
            if (length < fewest) reader.Fail($"an event of {length} bytes is none: it has {fewest} at the least");
            count++;
        }
        return count;
    }
}
