using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Router;

/// <summary>An order that is not over, as far as the router has heard.</summary>
/// <param name="Order">As it was created, or on the terms that were asked for last.</param>
/// <param name="Amendments">How often other terms were proposed: each proposal has a name of its own.</param>
/// <param name="IsAmending">Other terms are on their way to the venue, which has not answered.</param>
internal readonly record struct RoutedOrder(OrderEvent Order, bool IsRouted, bool IsTakenBack, bool IsAmending, int Amendments, Quantity Filled)
{
    public static RoutedOrder New(in OrderEvent created) => new(created, false, false, false, 0, Quantity.Zero);

    public Quantity Left => Order.Quantity - Filled;

    public static bool Ends(ExecutionKind kind) => kind is ExecutionKind.Rejected or ExecutionKind.Canceled or ExecutionKind.Expired;

    public void Save(StateWriter state)
    {
        var o = Order;
        state.UInt128(o.Order.Value).UInt128(o.Signal.Value).Int32(o.Strategy).Int32(o.Instrument).Int32((int)o.Side).Int64(o.Quantity.Units).Int64(o.Limit.Units)
            .Int64(o.At.Nanoseconds).Terms(o.Terms).Bool(IsRouted).Bool(IsTakenBack).Bool(IsAmending).Int32(Amendments).Int64(Filled.Units);
    }

    public static RoutedOrder Load(ref StateReader state, int book)
    {
        var order = new OrderEvent(
            OrderKind.Created, new(state.UInt128()), new(state.UInt128()), book, state.Int32(), state.Int32(), (Side)state.Int32(), new(state.Int64()), new(state.Int64()),
            DenialCode.None, new(state.Int64()))
        {
            Terms = state.Terms(),
        };
        return new RoutedOrder(order, state.Bool(), state.Bool(), state.Bool(), state.Int32(), new(state.Int64()));
    }
}
