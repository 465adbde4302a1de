using Noderr.Domain.Orders;

namespace Noderr.Journal.Deciders;

/// <summary>An order's terms in a decider's state.</summary>
public static class TermsState
{
    public static StateWriter Terms(this StateWriter state, in OrderTerms t) => state
        .Int32((int)t.Type).Int32((int)t.TimeInForce).Int64(t.Limit.Units).Int64(t.Trigger.Units).Int64(t.Trail.Units).Int64(t.LimitOffset.Units)
        .Int32((int)t.TriggerBy).Int64(t.Display.Units).Bool(t.IsPostOnly).Bool(t.IsReduceOnly).Int64(t.Expires.Nanoseconds)
        .UInt128(t.Link.Value).Int64(t.LinkMost.Units);

    public static OrderTerms Terms(this ref StateReader state) => new()
    {
        Type = (OrderType)state.Int32(),
        TimeInForce = (TimeInForce)state.Int32(),
        Limit = new(state.Int64()),
        Trigger = new(state.Int64()),
        Trail = new(state.Int64()),
        LimitOffset = new(state.Int64()),
        TriggerBy = (TriggerBy)state.Int32(),
        Display = new(state.Int64()),
        IsPostOnly = state.Bool(),
        IsReduceOnly = state.Bool(),
        Expires = new(state.Int64()),
        Link = new(state.UInt128()),
        LinkMost = new(state.Int64()),
    };
}
