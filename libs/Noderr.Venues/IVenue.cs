using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Venues;

/// <summary>An order as a venue gets it; it trades at once, at the limit or better, and what is left is canceled.</summary>
public readonly record struct VenueOrder(Identity Order, int Instrument, Side Side, Quantity Quantity, Price Limit);

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
}

/// <summary>What a venue says of an order, under the name that we gave it.</summary>
public readonly record struct VenueReport(ReportKind Kind, Identity Order, Quantity Quantity, Price Price, Money Fee, long Trade, Timestamp At);

/// <summary>A place to trade. A name that was submitted before is refused, whatever became of that order.</summary>
public interface IVenue
{
    void Submit(in VenueOrder order, Timestamp now);

    /// <summary>Everything that the venue has to say of the order, from its beginning.</summary>
    void Query(Identity order, Timestamp now);
}

/// <summary>Where a venue's words go.</summary>
public interface IVenueReports
{
    void Report(in VenueReport report);
}
