using Noderr.Contracts.Names;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Orders.V1;

namespace Noderr.Contracts.Journals;

public sealed class OrdersCodec(NameDirectory names) : EntryCodec<OrderEvent>(
    Wired.OrdersEntry.Descriptor, fewest: 4 * Room.Least + names.Books.Shortest + names.ShortestStrategy + names.Instruments.Shortest)
{
    // What is said of work has its own numbers, behind the terms.
    private const int FirstOfWork = Wired.OrdersEvent.WorkBegunFieldNumber - (int)OrderKind.WorkBegun;

    private readonly int room = 2 * Room.Identity + Room.Bytes(names.Books.Longest) + Room.Bytes(names.LongestStrategy) + Room.Bytes(names.Instruments.Longest)
        + Room.Message + 5 * Room.Number + TermsField.Room;

    private protected override int RoomFor(in OrderEvent e) => room + AlgorithmField.Room(e.Algorithm);

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
        if (e.Kind < OrderKind.WorkBegun) Say(ref writer, Wired.OrdersEvent.CreatedFieldNumber + (int)e.Kind, e);
        TermsField.Write(ref writer, Wired.OrdersEvent.TermsFieldNumber, e.Terms);
        if (e.Kind >= OrderKind.WorkBegun) Say(ref writer, FirstOfWork + (int)e.Kind, e);
    }

    private static void Say(ref ProtoWriter writer, int field, in OrderEvent e)
    {
        var start = writer.Begin(field);
        if (e.Kind is OrderKind.Denied or OrderKind.AmendDenied or OrderKind.WorkDone) writer.Int64(Wired.OrderDenied.CodeFieldNumber, (int)e.Denial);
        else if (e.Kind == OrderKind.WorkBegun) AlgorithmField.Write(ref writer, Wired.WorkBegun.AlgorithmFieldNumber, e.Algorithm);
        writer.End(start);
    }

    private protected override OrderEvent Read(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> order = default, signal = default, book = default, strategy = default, instrument = default;
        int side = 0, said = 0, code = 0;
        long quantity = 0, limit = 0, at = 0;
        var terms = new TermsField();
        var algorithm = new AlgorithmField();
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
                case >= Wired.OrdersEvent.WorkBegunFieldNumber and <= Wired.OrdersEvent.WorkDoneFieldNumber:
                    if (said != 0 && said >= Wired.OrdersEvent.WorkBegunFieldNumber != reader.Field >= Wired.OrdersEvent.WorkBegunFieldNumber) reader.Fail("an event says something of an order and of work");
                    if (said != reader.Field) (code, algorithm) = (0, default);
                    said = reader.Field;
                    Read(reader.Message(), said, ref code, ref algorithm);
                    break;
                default: reader.Skip(); break;
            }
        }
        if (said == 0) throw new EntryFormatException("an order's event says nothing of what happened to it");
        var ofBook = names.Book(book);
        var denied = HasCode(said);
        return new OrderEvent(
            (OrderKind)(said - (said < Wired.OrdersEvent.WorkBegunFieldNumber ? Wired.OrdersEvent.CreatedFieldNumber : FirstOfWork)), IdentityField.Parse(order, "an order's identity"), IdentityField.Parse(signal, "a signal's identity"),
            ofBook, names.Strategy(ofBook, strategy), names.Instrument(instrument), SideField.Parse(side, "an order"), new(quantity), new(limit),
            denied && (code != 0 || said != Wired.OrdersEvent.WorkDoneFieldNumber) ? DenialField.Parse(code) : DenialCode.None, new(at))
        { Terms = terms.Parse(), Algorithm = said == Wired.OrdersEvent.WorkBegunFieldNumber ? algorithm.Parse() : null };
    }

    private static bool HasCode(int said) => said is Wired.OrdersEvent.DeniedFieldNumber or Wired.OrdersEvent.AmendDeniedFieldNumber or Wired.OrdersEvent.WorkDoneFieldNumber;

    private static void Read(ProtoReader reader, int said, ref int code, ref AlgorithmField algorithm)
    {
        while (reader.Next())
        {
            if (HasCode(said) && reader.Field == Wired.OrderDenied.CodeFieldNumber) code = reader.Int32();
            else if (said == Wired.OrdersEvent.WorkBegunFieldNumber && reader.Field == Wired.WorkBegun.AlgorithmFieldNumber) algorithm.Read(reader.Message());
            else reader.Skip();
        }
    }
}
