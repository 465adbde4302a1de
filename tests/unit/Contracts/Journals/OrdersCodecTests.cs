using CsCheck;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Orders.V1;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using static Noderr.Tests.Unit.Contracts.Samples;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;
using Proto = Noderr.Contracts.Types.V1;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class OrdersCodecTests() : LeanCodecTests<OrderEvent, OrdersEntry>(new OrdersCodec(Names), Orders)
{
    internal static readonly Gen<OrderEvent> Orders = Gen.Select(
        Gen.Enum<OrderKind>(), Gen.Select(Identity_, Identity_), Owner, Instrument, Side_, Gen.Select(Quantity_, Price_, Terms_), Denial, Time, (kind, ids, of, instrument, side, terms, denial, at) =>
            new OrderEvent(
                kind, ids.Item1, ids.Item2, of.Book, of.Strategy, instrument, side, terms.Item1, terms.Item2, kind is OrderKind.Denied or OrderKind.AmendDenied or OrderKind.WorkDone ? denial : DenialCode.None, at)
            { Terms = terms.Item3 });

    protected override OrdersEntry Generated(IReadOnlyList<OrderEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    internal static OrdersEvent One(OrderEvent e)
    {
        var one = new OrdersEvent
        {
            OrderId = e.Order.ToString(),
            SignalId = e.Signal.ToString(),
            Book = Books[e.Book].Name,
            Strategy = Books[e.Book].Strategies[e.Strategy].Name,
            Instrument = Instruments[e.Instrument].Id,
            Side = e.Side == Side.Buy ? Proto.Side.Buy : Proto.Side.Sell,
            Quantity = e.Quantity.Units,
            Limit = e.Limit.Units,
            TsEvent = e.At.Nanoseconds,
            Terms = e.Terms == default ? null : e.Terms.ToWire(),
        };
        switch (e.Kind)
        {
            case OrderKind.Created: one.Created = new OrderCreated(); break;
            case OrderKind.Routed: one.Routed = new OrderRouted(); break;
            case OrderKind.CancelAsked: one.CancelAsked = new OrderCancelAsked(); break;
            case OrderKind.AmendAsked: one.AmendAsked = new OrderAmendAsked(); break;
            case OrderKind.AmendProposed: one.AmendProposed = new OrderAmendProposed(); break;
            case OrderKind.AmendDenied: one.AmendDenied = new OrderAmendDenied { Code = Enum.Parse<Proto.DenialCode>(e.Denial.ToString()) }; break;
            case OrderKind.WorkBegun: one.WorkBegun = new WorkBegun { Algorithm = ToWire(e.Algorithm) }; break;
            case OrderKind.WorkPaused: one.WorkPaused = new WorkPaused(); break;
            case OrderKind.WorkResumed: one.WorkResumed = new WorkResumed(); break;
            case OrderKind.WorkAmended: one.WorkAmended = new WorkAmended(); break;
            case OrderKind.WorkDone: one.WorkDone = new WorkDone { Code = (Proto.DenialCode)(int)e.Denial }; break;
            case OrderKind.Denied: one.Denied = new OrderDenied { Code = Enum.Parse<Proto.DenialCode>(e.Denial.ToString()) }; break;
        }
        return one;
    }
}

/// <summary>How an order is worked is told once in its life, and may be allocated.</summary>
public sealed class WorkBegunCodecTests() : CodecTests<OrderEvent, OrdersEntry>(
    new OrdersCodec(Names), Gen.Select(OrdersCodecTests.Orders, Algorithm_, (e, algorithm) => e with { Kind = OrderKind.WorkBegun, Denial = DenialCode.None, Algorithm = algorithm }))
{
    protected override OrdersEntry Generated(IReadOnlyList<OrderEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(OrdersCodecTests.One) } };
}
