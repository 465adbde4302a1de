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
}

/// <summary>What became of an order at its venue. A fill has its own price, quantity, fee and the venue's number of the trade.</summary>
public readonly record struct ExecutionEvent(
    ExecutionKind Kind, Identity Order, int Book, int Strategy, int Instrument, Side Side, Quantity Quantity, Price Price, Money Fee, long Trade, Timestamp At);
