using Noderr.Contracts.Names;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Risk.V1;

namespace Noderr.Contracts.Journals;

public sealed class RiskCodec(NameDirectory names) : EntryCodec<RiskEvent>(Wired.RiskEntry.Descriptor, fewest: 2 * Room.Least + names.Books.Shortest)
{
    private readonly int room = Room.Bytes(names.Books.Longest) + 2 * Room.Message + Room.Identity + Room.Bytes(names.Instruments.Longest) + 7 * Room.Number;

    private protected override int RoomFor(in RiskEvent e) => room;

    private protected override void Write(ref ProtoWriter writer, in RiskEvent e)
    {
        writer.Bytes(Wired.RiskEvent.BookFieldNumber, names.Books[e.Book]);
        writer.Int64(Wired.RiskEvent.TsEventFieldNumber, e.At.Nanoseconds);
        var start = writer.Begin(Wired.RiskEvent.ApprovedFieldNumber + (int)e.Kind);
        if (e.Kind is RiskKind.Approved or RiskKind.Denied or RiskKind.Released) WriteOrder(ref writer, e);
        if (e.Kind == RiskKind.Denied)
        {
            writer.Int64(Wired.OrderDenied.CodeFieldNumber, (int)e.Denial);
            writer.Int64(Wired.OrderDenied.ValueFieldNumber, e.Value);
            writer.Int64(Wired.OrderDenied.LimitFieldNumber, e.Limit);
        }
        writer.End(start);
    }

    private void WriteOrder(ref ProtoWriter writer, in RiskEvent e)
    {
        var start = writer.Begin(Wired.OrderApproved.OrderFieldNumber);
        writer.Identity(Wired.CheckedOrder.OrderIdFieldNumber, e.Order);
        // A denial may be of an instrument that nobody knows.
        if (e.Kind != RiskKind.Denied || e.Instrument >= 0) writer.Bytes(Wired.CheckedOrder.InstrumentFieldNumber, names.Instruments[e.Instrument]);
        writer.Side(Wired.CheckedOrder.SideFieldNumber, e.Side);
        writer.Int64(Wired.CheckedOrder.QuantityFieldNumber, e.Quantity.Units);
        writer.Int64(Wired.CheckedOrder.PriceFieldNumber, e.Price.Units);
        writer.End(start);
    }

    private protected override RiskEvent Read(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> book = default;
        long at = 0;
        var said = 0;
        Checked about = default;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.RiskEvent.BookFieldNumber: book = reader.Bytes(); break;
                case Wired.RiskEvent.TsEventFieldNumber: at = reader.Int64(); break;
                case >= Wired.RiskEvent.ApprovedFieldNumber and <= Wired.RiskEvent.ResumedFieldNumber:
                    if (said != reader.Field) about = default;
                    said = reader.Field;
                    Read(reader.Message(), said, ref about);
                    break;
                default: reader.Skip(); break;
            }
        }
        if (said == 0) throw new EntryFormatException("a risk event is none that this version knows");
        var kind = (RiskKind)(said - Wired.RiskEvent.ApprovedFieldNumber);
        if (kind is RiskKind.Halted or RiskKind.Resumed)
            return new RiskEvent(kind, Identity.None, names.Book(book), -1, default, default, default, DenialCode.None, 0, 0, new(at));
        var instrument = kind == RiskKind.Denied && about.Instrument.IsEmpty ? -1 : names.Instrument(about.Instrument);
        return new RiskEvent(
            kind, IdentityField.Parse(about.Order, "an order's identity"), names.Book(book), instrument, SideField.Parse(about.Side, "an order"), new(about.Quantity),
            new(about.Price), kind == RiskKind.Denied ? DenialField.Parse(about.Code) : DenialCode.None, about.Value, about.Limit, new(at));
    }

    private static void Read(ProtoReader reader, int said, ref Checked about)
    {
        var denied = said == Wired.RiskEvent.DeniedFieldNumber;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.OrderDenied.OrderFieldNumber when said <= Wired.RiskEvent.ReleasedFieldNumber: ReadOrder(reader.Message(), ref about); break;
                case Wired.OrderDenied.CodeFieldNumber when denied: about.Code = reader.Int32(); break;
                case Wired.OrderDenied.ValueFieldNumber when denied: about.Value = reader.Int64(); break;
                case Wired.OrderDenied.LimitFieldNumber when denied: about.Limit = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static void ReadOrder(ProtoReader reader, ref Checked about)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.CheckedOrder.OrderIdFieldNumber: about.Order = reader.Bytes(); break;
                case Wired.CheckedOrder.InstrumentFieldNumber: about.Instrument = reader.Bytes(); break;
                case Wired.CheckedOrder.SideFieldNumber: about.Side = reader.Int32(); break;
                case Wired.CheckedOrder.QuantityFieldNumber: about.Quantity = reader.Int64(); break;
                case Wired.CheckedOrder.PriceFieldNumber: about.Price = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }
    }

    private ref struct Checked
    {
        public ReadOnlySpan<byte> Order, Instrument;
        public int Side, Code;
        public long Quantity, Price, Value, Limit;
    }
}
