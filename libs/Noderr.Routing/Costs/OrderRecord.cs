using Noderr.Domain.Algorithms;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Routing.Costs;

/// <summary>What the journals have of an order, from being made to its end.</summary>
public sealed class OrderRecord(OrderEvent made)
{
    public Identity Id => made.Order;

    /// <summary>The signal or the order that it comes from, or nothing.</summary>
    public Identity Cause => made.Signal;

    public int Book => made.Book;

    public int Strategy => made.Strategy;

    public int Instrument => made.Instrument;

    public Side Side => made.Side;

    public OrderTerms Terms => made.Terms;

    /// <summary>It was worked over time, by slices that are orders of their own.</summary>
    public AlgorithmKind? Algorithm => made.Algorithm?.Kind;

    public Timestamp Made => made.At;

    public Quantity Quantity { get; private set; } = made.Quantity;

    public Quantity Filled { get; private set; }

    /// <summary>Prices times quantities of all fills.</summary>
    public Money Paid { get; private set; }

    public Money Fees { get; private set; }

    public int Fills { get; private set; }

    public Timestamp? Sent { get; private set; }

    /// <summary>The first word of its venue.</summary>
    public Timestamp? Answered { get; private set; }

    public Timestamp? FirstFill { get; private set; }

    public Timestamp? LastFill { get; private set; }

    public Timestamp? Ended { get; private set; }

    /// <summary>Price and time at which its trigger was pulled.</summary>
    public (Price Price, Timestamp At)? Trigger { get; private set; }

    /// <summary>Refused by ourselves; no venue has seen it.</summary>
    public bool IsDenied { get; private set; }

    /// <summary>Refused by its venue.</summary>
    public bool IsRejected { get; private set; }

    /// <summary>From being sent to the venue's first word.</summary>
    public TimeSpan? Latency => Answered - Sent;

    /// <summary>When the market began to matter to it: when its trigger was pulled, or when it was made.</summary>
    public Timestamp Arrived => Trigger?.At ?? Made;

    /// <summary>
    /// What should have been filled. What is working still has missed nothing yet, and neither has what waits for a trigger or is there to reduce a
    /// position that something else has closed.
    /// </summary>
    public Quantity Wanted => Ended is null || Terms.IsReduceOnly || (Terms.Type.WaitsForTrigger() && Trigger is null) ? Filled : Quantity;

    public void Apply(in OrderEvent said)
    {
        if (said.Kind == OrderKind.WorkAmended) Quantity = said.Quantity;
        if (said.Kind == OrderKind.WorkDone) Ended = said.At;
        if (said.Kind != OrderKind.Denied) return;
        IsDenied = true;
        Ended = said.At;
    }

    public void Apply(in ExecutionEvent said)
    {
        if (said.Kind == ExecutionKind.Submitting) Sent ??= said.At;
        if (said.Source == OrderSource.Venue) Answered ??= said.At;
        switch (said.Kind)
        {
            case ExecutionKind.Filled:
                Filled += said.Quantity;
                Paid += said.Price * said.Quantity;
                Fees += said.Fee;
                Fills++;
                FirstFill ??= said.At;
                LastFill = said.At;
                if (Filled >= Quantity) Ended = said.At;
                break;
            case ExecutionKind.Triggered: Trigger ??= (said.Price, said.At); break;
            case ExecutionKind.Updated: Quantity = said.Quantity; break;
            case ExecutionKind.Rejected: (IsRejected, Ended) = (true, said.At); break;
            case ExecutionKind.Canceled or ExecutionKind.Expired: Ended ??= said.At; break;
        }
    }
}
