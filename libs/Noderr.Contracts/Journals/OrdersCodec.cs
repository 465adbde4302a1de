using Noderr.Contracts.Names;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Orders.V1;

namespace Noderr.Contracts.Journals;

public sealed class OrdersCodec(NameDirectory names) : EntryCodec<OrderEvent>(
    Wired.OrdersEntry.Descriptor, fewest: 4 * Room.Least + names.Books.Shortest + names.ShortestStrategy + names.Instruments.Shortest)
{
    private readonly int room = 2 * Room.Identity + Room.Bytes(names.Books.Longest) + Room.Bytes(names.LongestStrategy) + Room.Bytes(names.Instruments.Longest)
        + Room.Message + 5 * Room.Number + TermsField.Room;

    private protected override int RoomFor(in OrderEvent e) => room;

    private protected override void Write(ref ProtoWriter writer, in OrderEvent e)
    {
        writer.Identity(Wired.OrdersEvent.OrderIdFieldNumber, e.Order);
        writer.Identity(Wired.OrdersEvent.SignalIdFieldNumber, e.Signal);
        writer.Bytes(Wired.OrdersEvent.BookFieldNumber, names.Books[e.Book]);
        writer.Bytes(Wired.OrdersEvent.StrategyFieldNumber, names.StrategiesOf(e.Book)[e.Strategy]);
        writer.Bytes(Wired.OrdersEvent.InstrumentFieldNumber, names.Instruments[e.Instrument]);
        writer.Side(Wired.OrdersEvent.SideFieldNumber, e.Side);
        writer.Int64(Wired.OrdersEvent.QuantityFieldNumber, e.Quantity.Units);
        writer.Int64(Wired.OrdersEvent.LimitFieldNumber, e.Limit.Units);
        writer.Int64(Wired.OrdersEvent.TsEventFieldNumber, e.At.Nanoseconds);
        var start = writer.Begin(Wired.OrdersEvent.CreatedFieldNumber + (int)e.Kind);
        if (e.Kind is OrderKind.Denied or OrderKind.AmendDenied) writer.Int64(Wired.OrderDenied.CodeFieldNumber, (int)e.Denial);
        writer.End(start);
        TermsField.Write(ref writer, Wired.OrdersEvent.TermsFieldNumber, e.Terms);
    }

    private protected override OrderEvent Read(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> order = default, signal = default, book = default, strategy = default, instrument = default;
        int side = 0, said = 0, code = 0;
        long quantity = 0, limit = 0, at = 0;
        var terms = new TermsField();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.OrdersEvent.OrderIdFieldNumber: order = reader.Bytes(); break;
                case Wired.OrdersEvent.SignalIdFieldNumber: signal = reader.Bytes(); break;
                case Wired.OrdersEvent.BookFieldNumber: book = reader.Bytes(); break;
                case Wired.OrdersEvent.StrategyFieldNumber: strategy = reader.Bytes(); break;
                case Wired.OrdersEvent.InstrumentFieldNumber: instrument = reader.Bytes(); break;
                case Wired.OrdersEvent.SideFieldNumber: side = reader.Int32(); break;
                case Wired.OrdersEvent.QuantityFieldNumber: quantity = reader.Int64(); break;
                case Wired.OrdersEvent.LimitFieldNumber: limit = reader.Int64(); break;
                case Wired.OrdersEvent.TsEventFieldNumber: at = reader.Int64(); break;
                case Wired.OrdersEvent.TermsFieldNumber: terms.Read(reader.Message()); break;
                case >= Wired.OrdersEvent.CreatedFieldNumber and <= Wired.OrdersEvent.AmendDeniedFieldNumber:
                    if (said != reader.Field) code = 0;
                    said = reader.Field;
                    Read(reader.Message(), said, ref code);
                    break;
                default: reader.Skip(); break;
            }
        }
        if (said == 0) throw new EntryFormatException("an order's event says nothing of what happened to it");
        var ofBook = names.Book(book);
        var denied = said is Wired.OrdersEvent.DeniedFieldNumber or Wired.OrdersEvent.AmendDeniedFieldNumber;
        return new OrderEvent(
            (OrderKind)(said - Wired.OrdersEvent.CreatedFieldNumber), IdentityField.Parse(order, "an order's identity"), IdentityField.Parse(signal, "a signal's identity"),
            ofBook, names.Strategy(ofBook, strategy), names.Instrument(instrument), SideField.Parse(side, "an order"), new(quantity), new(limit),
            denied ? DenialField.Parse(code) : DenialCode.None, new(at))
        { Terms = terms.Parse() };
    }

    private static void Read(ProtoReader reader, int said, ref int code)
    {
        while (reader.Next())
        {
            if (said is Wired.OrdersEvent.DeniedFieldNumber or Wired.OrdersEvent.AmendDeniedFieldNumber && reader.Field == Wired.OrderDenied.CodeFieldNumber) code = reader.Int32();
            else reader.Skip();
        }
    }
}
