using CsCheck;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Risk.V1;
using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using static Noderr.Tests.Unit.Contracts.Samples;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;
using Proto = Noderr.Contracts.Types.V1;
using RiskEvent = Noderr.Domain.Events.RiskEvent;
using Wired = Noderr.Contracts.Risk.V1;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class RiskCodecTests() : LeanCodecTests<RiskEvent, RiskEntry>(new RiskCodec(Names), Gen.OneOf(Answers, Denials, Switches))
{
    private static readonly Gen<int> Book = Gen.Int[0, Books.Count - 1];

    private static readonly Gen<RiskEvent> Answers = Gen.Select(
        Gen.OneOf(RiskKind.Approved, RiskKind.Released), Identity_, Book, Instrument, Side_, Quantity_, Price_, Time, (kind, id, book, instrument, side, quantity, price, at) =>
            new RiskEvent(kind, id, book, instrument, side, quantity, price, DenialCode.None, 0, 0, at));

    private static readonly Gen<RiskEvent> Denials = Gen.Select(Answers, Denial, Number, Number, Gen.Bool, (of, code, value, limit, known) =>
        of with { Kind = RiskKind.Denied, Denial = code, Value = value, Limit = limit, Instrument = known ? of.Instrument : -1 });

    private static readonly Gen<RiskEvent> Switches = Gen.Select(Gen.OneOf(RiskKind.Halted, RiskKind.Resumed), Book, Time, (kind, book, at) =>
        new RiskEvent(kind, Identity.None, book, -1, default, default, default, DenialCode.None, 0, 0, at));

    protected override RiskEntry Generated(IReadOnlyList<RiskEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    private static Wired.RiskEvent One(RiskEvent e)
    {
        var one = new Wired.RiskEvent { Book = Books[e.Book].Name, TsEvent = e.At.Nanoseconds };
        switch (e.Kind)
        {
            case RiskKind.Approved: one.Approved = new OrderApproved { Order = Order(e) }; break;
            case RiskKind.Denied:
                one.Denied = new OrderDenied { Order = Order(e), Code = Enum.Parse<Proto.DenialCode>(e.Denial.ToString()), Value = e.Value, Limit = e.Limit };
                break;
            case RiskKind.Released: one.Released = new ReservationReleased { Order = Order(e) }; break;
            case RiskKind.Halted: one.Halted = new TradingHalted(); break;
            case RiskKind.Resumed: one.Resumed = new TradingResumed(); break;
        }
        return one;
    }

    private static CheckedOrder Order(RiskEvent e) => new()
    {
        OrderId = e.Order.ToString(),
        Instrument = e.Instrument < 0 ? "" : Instruments[e.Instrument].Id,
        Side = e.Side == Side.Buy ? Proto.Side.Buy : Proto.Side.Sell,
        Quantity = e.Quantity.Units,
        Price = e.Price.Units,
    };
}
