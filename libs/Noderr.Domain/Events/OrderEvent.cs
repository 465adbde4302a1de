using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Events;

public enum OrderKind : byte
{
    /// <summary>The order exists; risk is to be asked.</summary>
    Created,

    /// <summary>Risk approved it; the executor may send it.</summary>
    Routed,

    /// <summary>It is over before it began; <see cref="OrderEvent.Denial"/> says why.</summary>
    Denied,
}

/// <summary>What the router says of an order.</summary>
public readonly record struct OrderEvent(
    OrderKind Kind, Identity Order, Identity Signal, int Book, int Strategy, int Instrument, Side Side, Quantity Quantity, Price Limit, DenialCode Denial, Timestamp At);
