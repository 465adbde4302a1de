using Noderr.Domain.Algorithms;
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

    /// <summary>The order is worked over time, by <see cref="OrderEvent.Algorithm"/>: its slices are orders whose signal it is.</summary>
    WorkBegun,

    WorkPaused,
    WorkResumed,

    /// <summary>The event's quantity and limit hold from now on.</summary>
    WorkAmended,

    /// <summary>There will be no more slices. The quantity is what they have traded; <see cref="OrderEvent.Denial"/> says why it is not all, where something stood against it.</summary>
    WorkDone,
}

/// <summary>What the router says of an order. <see cref="Signal"/> is what it comes from: a signal, the order that opens its group, the order that it is a slice of, or nothing.
/// <see cref="Limit"/> is the worst price that risk is asked about: nothing at the market.</summary>
public readonly record struct OrderEvent(
    OrderKind Kind, Identity Order, Identity Signal, int Book, int Strategy, int Instrument, Side Side, Quantity Quantity, Price Limit, DenialCode Denial, Timestamp At)
{
    public OrderTerms Terms { get; init; }

    /// <summary>Of an order that is worked from now on.</summary>
    public AlgorithmTerms? Algorithm { get; init; }
}
