using Noderr.Domain.Orders;
using Wired = Noderr.Contracts.Types.V1;

namespace Noderr.Contracts.Wire;

/// <summary>An order's terms in gRPC's messages.</summary>
public static class Terms
{
    public static Wired.OrderTerms ToWire(this OrderTerms terms) => new()
    {
        Type = (Wired.OrderType)((int)terms.Type + 1),
        TimeInForce = (Wired.TimeInForce)((int)terms.TimeInForce + 1),
        Limit = terms.Limit.Units,
        Trigger = terms.Trigger.Units,
        Trail = terms.Trail.Units,
        LimitOffset = terms.LimitOffset.Units,
        TriggerBy = (Wired.TriggerBy)((int)terms.TriggerBy + 1),
        Display = terms.Display.Units,
        PostOnly = terms.IsPostOnly,
        ReduceOnly = terms.IsReduceOnly,
        Expires = terms.Expires.Nanoseconds,
        Link = terms.Link.IsNone ? "" : terms.Link.ToString(),
        LinkMost = terms.LinkMost.Units,
    };

    /// <summary>Null where something has a value that this version does not know; what is not said is a limit order, good till canceled, triggered by quotes.</summary>
    public static OrderTerms? FromWire(this Wired.OrderTerms terms)
    {
        var read = new OrderTerms
        {
            Type = (OrderType)Math.Max(0, (int)terms.Type - 1),
            TimeInForce = (TimeInForce)Math.Max(0, (int)terms.TimeInForce - 1),
            Limit = new(terms.Limit),
            Trigger = new(terms.Trigger),
            Trail = new(terms.Trail),
            LimitOffset = new(terms.LimitOffset),
            TriggerBy = (TriggerBy)Math.Max(0, (int)terms.TriggerBy - 1),
            Display = new(terms.Display),
            IsPostOnly = terms.PostOnly,
            IsReduceOnly = terms.ReduceOnly,
            Expires = new(terms.Expires),
            LinkMost = new(terms.LinkMost),
        };
        if (terms.Link.Length > 0)
        {
            if (!Identity.TryParse(terms.Link, out var link)) return null;
            read = read with { Link = link };
        }
        return Enum.IsDefined(terms.Type) && Enum.IsDefined(terms.TimeInForce) && Enum.IsDefined(terms.TriggerBy) ? read : null;
    }
}
