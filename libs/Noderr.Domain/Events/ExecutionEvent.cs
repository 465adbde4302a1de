using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Events;

public enum ExecutionKind : byte
{
    /// <summary>The order is about to go to the venue; on record before it goes.</summary>
    Submitting,

    Accepted,
    Rejected,
    Filled,
    Canceled,

    /// <summary>Nobody knows what the venue made of it; only the venue's word ends this.</summary>
    Unknown,

    /// <summary>The venue is about to be asked for other terms, which the event has.</summary>
    PendingUpdate,

    /// <summary>The venue is about to be asked to take it back.</summary>
    PendingCancel,

    /// <summary>Other terms hold: the event's quantity is all of it, and its price the limit or the trigger.</summary>
    Updated,

    ModifyRejected,
    CancelRejected,

    /// <summary>Its trigger was pulled at the event's price.</summary>
    Triggered,

    Expired,
}

/// <summary>What became of an order at its venue. A fill has its own price, quantity, fee and the venue's number of the trade.</summary>
/// <param name="Trade">Of other terms: the venue's number of the change, among those of the order.</param>
public readonly record struct ExecutionEvent(
    ExecutionKind Kind, Identity Order, int Book, int Strategy, int Instrument, Side Side, Quantity Quantity, Price Price, Money Fee, long Trade, Timestamp At)
{
    /// <summary>Of an order that is about to go to the venue, or to be changed there.</summary>
    public OrderTerms Terms { get; init; }

    /// <summary>Whose word it is.</summary>
    public OrderSource Source { get; init; }

    /// <summary>Why the venue did not do as it was told, or ended the order by itself.</summary>
    public VenueReason Reason { get; init; }

    /// <summary>Of a fill: the order had waited in the book.</summary>
    public bool IsMaker { get; init; }
}
