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

    /// <summary>The executor is to take it back.</summary>
    CancelAsked,

    /// <summary>The executor is to give it other terms: <see cref="OrderEvent.Quantity"/>, and limit and trigger where they are not nothing.</summary>
    AmendAsked,

    /// <summary>Other terms are to be put before risk; they are known as <see cref="OrderEvent.Signal"/>.</summary>
    AmendProposed,

    /// <summary>Risk has refused other terms; <see cref="OrderEvent.Denial"/> says why.</summary>
    AmendDenied,
}

/// <summary>What the router says of an order. <see cref="Signal"/> is what it comes from: a signal, the order that opens its group, or nothing.
/// <see cref="Limit"/> is the worst price that risk is asked about: nothing at the market.</summary>
public readonly record struct OrderEvent(
    OrderKind Kind, Identity Order, Identity Signal, int Book, int Strategy, int Instrument, Side Side, Quantity Quantity, Price Limit, DenialCode Denial, Timestamp At)
{
    public OrderTerms Terms { get; init; }
}
