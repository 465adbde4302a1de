using Noderr.Contracts.Names;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Wired = Noderr.Contracts.Signals.V1;

namespace Noderr.Contracts.Journals;

public sealed class SignalsCodec(NameDirectory names) : EntryCodec<SignalEvent>(
    Wired.SignalsEntry.Descriptor, fewest: 3 * Room.Least + names.Books.Shortest + names.ShortestStrategy + names.Instruments.Shortest)
{
    private readonly int room = Room.Identity + Room.Bytes(names.Books.Longest) + Room.Bytes(names.LongestStrategy) + Room.Bytes(names.Instruments.Longest)
        + 4 * Room.Number;

    private protected override int RoomFor(in SignalEvent e) => room;

    private protected override void Write(ref ProtoWriter writer, in SignalEvent e)
    {
        writer.Identity(Wired.SignalsEvent.SignalIdFieldNumber, e.Id);
        writer.Bytes(Wired.SignalsEvent.BookFieldNumber, names.Books[e.Book]);
        writer.Bytes(Wired.SignalsEvent.StrategyFieldNumber, names.StrategiesOf(e.Book)[e.Strategy]);
        writer.Bytes(Wired.SignalsEvent.InstrumentFieldNumber, names.Instruments[e.Instrument]);
        writer.Side(Wired.SignalsEvent.SideFieldNumber, e.Side);
        writer.Int64(Wired.SignalsEvent.QuantityFieldNumber, e.Quantity.Units);
        writer.Int64(Wired.SignalsEvent.ReferenceFieldNumber, e.Reference.Units);
        writer.Int64(Wired.SignalsEvent.TsEventFieldNumber, e.At.Nanoseconds);
    }

    private protected override SignalEvent Read(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> id = default, book = default, strategy = default, instrument = default;
        var side = 0;
        long quantity = 0, reference = 0, at = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.SignalsEvent.SignalIdFieldNumber: id = reader.Bytes(); break;
                case Wired.SignalsEvent.BookFieldNumber: book = reader.Bytes(); break;
                case Wired.SignalsEvent.StrategyFieldNumber: strategy = reader.Bytes(); break;
                case Wired.SignalsEvent.InstrumentFieldNumber: instrument = reader.Bytes(); break;
                case Wired.SignalsEvent.SideFieldNumber: side = reader.Int32(); break;
                case Wired.SignalsEvent.QuantityFieldNumber: quantity = reader.Int64(); break;
                case Wired.SignalsEvent.ReferenceFieldNumber: reference = reader.Int64(); break;
                case Wired.SignalsEvent.TsEventFieldNumber: at = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }
        var ofBook = names.Book(book);
        return new SignalEvent(
            IdentityField.Parse(id, "a signal's identity"), ofBook, names.Strategy(ofBook, strategy), names.Instrument(instrument), SideField.Parse(side, "a signal"),
            new(quantity), new(reference), new(at));
    }
}
