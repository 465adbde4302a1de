using Noderr.Contracts.Names;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Executions.V1;

namespace Noderr.Contracts.Journals;

public sealed class ExecutionsCodec(NameDirectory names) : EntryCodec<ExecutionEvent>(
    Wired.ExecutionsEntry.Descriptor, fewest: 4 * Room.Least + names.Books.Shortest + names.ShortestStrategy + names.Instruments.Shortest)
{
    private readonly int room = Room.Identity + Room.Bytes(names.Books.Longest) + Room.Bytes(names.LongestStrategy) + Room.Bytes(names.Instruments.Longest)
        + Room.Message + 9 * Room.Number + TermsField.Room;

    private protected override int RoomFor(in ExecutionEvent e) => room;

    private protected override void Write(ref ProtoWriter writer, in ExecutionEvent e)
    {
        writer.Identity(Wired.ExecutionsEvent.OrderIdFieldNumber, e.Order);
        writer.Bytes(Wired.ExecutionsEvent.BookFieldNumber, names.Books[e.Book]);
        writer.Bytes(Wired.ExecutionsEvent.StrategyFieldNumber, names.StrategiesOf(e.Book)[e.Strategy]);
        writer.Bytes(Wired.ExecutionsEvent.InstrumentFieldNumber, names.Instruments[e.Instrument]);
        writer.Side(Wired.ExecutionsEvent.SideFieldNumber, e.Side);
        writer.Int64(Wired.ExecutionsEvent.QuantityFieldNumber, e.Quantity.Units);
        writer.Int64(Wired.ExecutionsEvent.PriceFieldNumber, e.Price.Units);
        writer.Int64(Wired.ExecutionsEvent.TsEventFieldNumber, e.At.Nanoseconds);
        var start = writer.Begin(Wired.ExecutionsEvent.SubmittingFieldNumber + (int)e.Kind);
        if (e.Kind == ExecutionKind.Filled)
        {
            writer.Int64(Wired.OrderFilled.FeeFieldNumber, e.Fee.Units);
            writer.Int64(Wired.OrderFilled.TradeFieldNumber, e.Trade);
            writer.Bool(Wired.OrderFilled.MakerFieldNumber, e.IsMaker);
        }
        else if (e.Kind == ExecutionKind.Updated) writer.Int64(Wired.OrderUpdated.RevisionFieldNumber, e.Trade);
        writer.End(start);
        TermsField.Write(ref writer, Wired.ExecutionsEvent.TermsFieldNumber, e.Terms);
        writer.Int64(Wired.ExecutionsEvent.SourceFieldNumber, (int)e.Source + 1);
        writer.Int64(Wired.ExecutionsEvent.ReasonFieldNumber, (int)e.Reason);
    }

    private protected override ExecutionEvent Read(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> order = default, book = default, strategy = default, instrument = default;
        int side = 0, said = 0, source = 0, reason = 0;
        long quantity = 0, price = 0, at = 0, fee = 0, trade = 0;
        var maker = false;
        var terms = new TermsField();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.ExecutionsEvent.OrderIdFieldNumber: order = reader.Bytes(); break;
                case Wired.ExecutionsEvent.BookFieldNumber: book = reader.Bytes(); break;
                case Wired.ExecutionsEvent.StrategyFieldNumber: strategy = reader.Bytes(); break;
                case Wired.ExecutionsEvent.InstrumentFieldNumber: instrument = reader.Bytes(); break;
                case Wired.ExecutionsEvent.SideFieldNumber: side = reader.Int32(); break;
                case Wired.ExecutionsEvent.QuantityFieldNumber: quantity = reader.Int64(); break;
                case Wired.ExecutionsEvent.PriceFieldNumber: price = reader.Int64(); break;
                case Wired.ExecutionsEvent.TsEventFieldNumber: at = reader.Int64(); break;
                case >= Wired.ExecutionsEvent.SubmittingFieldNumber and <= Wired.ExecutionsEvent.ExpiredFieldNumber:
                    if (said != reader.Field) (fee, trade, maker) = (0, 0, false);
                    said = reader.Field;
                    Read(reader.Message(), said, ref fee, ref trade, ref maker);
                    break;
                case Wired.ExecutionsEvent.TermsFieldNumber: terms.Read(reader.Message()); break;
                case Wired.ExecutionsEvent.SourceFieldNumber: source = reader.Int32(); break;
                case Wired.ExecutionsEvent.ReasonFieldNumber: reason = reader.Int32(); break;
                default: reader.Skip(); break;
            }
        }
        if (said == 0) throw new EntryFormatException("an execution's event says nothing of what became of the order");
        var ofBook = names.Book(book);
        return new ExecutionEvent(
            (ExecutionKind)(said - Wired.ExecutionsEvent.SubmittingFieldNumber), IdentityField.Parse(order, "an order's identity"), ofBook,
            names.Strategy(ofBook, strategy), names.Instrument(instrument), SideField.Parse(side, "an execution"), new(quantity), new(price), new(fee), trade, new(at))
        {
            Terms = terms.Parse(),
            Source = (OrderSource)EnumField.Parse(source - 1, (int)OrderSource.Reconciliation, "an execution's source"),
            Reason = (VenueReason)EnumField.Parse(reason, (int)VenueReason.Linked, "a venue's reason"),
            IsMaker = maker,
        };
    }

    private static void Read(ProtoReader reader, int said, ref long fee, ref long trade, ref bool maker)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.OrderUpdated.RevisionFieldNumber when said == Wired.ExecutionsEvent.UpdatedFieldNumber: trade = reader.Int64(); break;
                case Wired.OrderFilled.FeeFieldNumber when said == Wired.ExecutionsEvent.FilledFieldNumber: fee = reader.Int64(); break;
                case Wired.OrderFilled.TradeFieldNumber when said == Wired.ExecutionsEvent.FilledFieldNumber: trade = reader.Int64(); break;
                case Wired.OrderFilled.MakerFieldNumber when said == Wired.ExecutionsEvent.FilledFieldNumber: maker = reader.Bool(); break;
                default: reader.Skip(); break;
            }
        }
    }
}
