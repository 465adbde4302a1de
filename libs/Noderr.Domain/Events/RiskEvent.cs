using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Events;

public enum RiskKind : byte
{
    /// <summary>The order may be sent; its quantity is reserved until it ends.</summary>
    Approved,

    Denied,

    /// <summary>A reservation ran out of time: nobody told what became of the order.</summary>
    Released,

    /// <summary>The kill switch: nothing but what reduces.</summary>
    Halted,

    Resumed,
}

/// <summary>What risk says. A denial names the value that was over its limit.</summary>
public readonly record struct RiskEvent(
    RiskKind Kind, Identity Order, int Book, int Instrument, Side Side, Quantity Quantity, Price Price, DenialCode Denial, long Value, long Limit, Timestamp At);
