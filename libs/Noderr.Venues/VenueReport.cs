using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Venues;

public enum ReportKind : byte
{
    Accepted,
    Rejected,
    Filled,
    Canceled,

    /// <summary>Asked about an order, the venue has never heard of it.</summary>
    NotKnown,

    /// <summary>The call was not answered, or the connection was lost under it.</summary>
    Lost,

    Triggered,

    /// <summary>Other terms hold: <see cref="VenueReport.Quantity"/> is all of it, and <see cref="VenueReport.Price"/> its limit or trigger.</summary>
    Updated,
    ModifyRejected,
    CancelRejected,
    Expired,
}

/// <summary>What a venue says of an order, under the name that we gave it.</summary>
/// <param name="Trade">The venue's number of the trade; of other terms: of the change, among those of the order. What is told again has the same.</param>
public readonly record struct VenueReport(ReportKind Kind, Identity Order, Quantity Quantity, Price Price, Money Fee, long Trade, Timestamp At)
{
    public VenueReason Reason { get; init; }

    /// <summary>Of a fill: the order had waited in the book.</summary>
    public bool IsMaker { get; init; }
}
