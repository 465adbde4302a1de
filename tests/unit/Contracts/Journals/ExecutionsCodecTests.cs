using CsCheck;
using Noderr.Contracts.Executions.V1;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using static Noderr.Tests.Unit.Contracts.Samples;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;
using Proto = Noderr.Contracts.Types.V1;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class ExecutionsCodecTests() : LeanCodecTests<ExecutionEvent, ExecutionsEntry>(new ExecutionsCodec(Names), Executions)
{
    private static readonly Gen<ExecutionEvent> Executions = Gen.Select(
        Gen.Enum<ExecutionKind>(), Identity_, Owner, Instrument, Side_, Gen.Select(Quantity_, Price_, Terms_), Gen.Select(Number, Number, Gen.Select(Gen.Bool, Gen.Enum<OrderSource>(), Gen.Enum<VenueReason>())), Time, (kind, id, of, instrument, side, terms, fill, at) =>
            new ExecutionEvent(
                kind, id, of.Book, of.Strategy, instrument, side, terms.Item1, terms.Item2, kind == ExecutionKind.Filled ? new Money(fill.Item1) : Money.Zero,
                kind is ExecutionKind.Filled or ExecutionKind.Updated ? fill.Item2 : 0, at)
            {
                Terms = terms.Item3,
                IsMaker = kind == ExecutionKind.Filled && fill.Item3.Item1,
                Source = fill.Item3.Item2,
                Reason = fill.Item3.Item3,
            });

    protected override ExecutionsEntry Generated(IReadOnlyList<ExecutionEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    private static ExecutionsEvent One(ExecutionEvent e)
    {
        var one = new ExecutionsEvent
        {
            OrderId = e.Order.ToString(),
            Book = Books[e.Book].Name,
            Strategy = Books[e.Book].Strategies[e.Strategy].Name,
            Instrument = Instruments[e.Instrument].Id,
            Side = e.Side == Side.Buy ? Proto.Side.Buy : Proto.Side.Sell,
            Quantity = e.Quantity.Units,
            Price = e.Price.Units,
            TsEvent = e.At.Nanoseconds,
            Terms = e.Terms == default ? null : e.Terms.ToWire(),
            Source = (Proto.OrderSource)((int)e.Source + 1),
            Reason = (Proto.VenueReason)e.Reason,
        };
        switch (e.Kind)
        {
            case ExecutionKind.Submitting: one.Submitting = new OrderSubmitting(); break;
            case ExecutionKind.Accepted: one.Accepted = new OrderAccepted(); break;
            case ExecutionKind.Rejected: one.Rejected = new OrderRejected(); break;
            case ExecutionKind.Filled: one.Filled = new OrderFilled { Fee = e.Fee.Units, Trade = e.Trade, Maker = e.IsMaker }; break;
            case ExecutionKind.Canceled: one.Canceled = new OrderCanceled(); break;
            case ExecutionKind.PendingUpdate: one.PendingUpdate = new OrderPendingUpdate(); break;
            case ExecutionKind.PendingCancel: one.PendingCancel = new OrderPendingCancel(); break;
            case ExecutionKind.Updated: one.Updated = new OrderUpdated { Revision = e.Trade }; break;
            case ExecutionKind.ModifyRejected: one.ModifyRejected = new OrderModifyRejected(); break;
            case ExecutionKind.CancelRejected: one.CancelRejected = new OrderCancelRejected(); break;
            case ExecutionKind.Triggered: one.Triggered = new OrderTriggered(); break;
            case ExecutionKind.Expired: one.Expired = new OrderExpired(); break;
            case ExecutionKind.Unknown: one.Unknown = new OrderUnknown(); break;
        }
        return one;
    }
}
