using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Venues;

/// <summary>A place to trade. A name that was submitted before is refused, whatever became of that order.</summary>
public interface IVenue
{
    void Submit(in VenueOrder order, Timestamp now);

    /// <summary>Other terms for an order that is not over; a larger quantity or another price gives up its place.</summary>
    void Amend(in VenueAmendment amendment, Timestamp now);

    void Cancel(Identity order, Timestamp now);

    /// <summary>Everything that the venue has to say of the order, from its beginning.</summary>
    void Query(Identity order, Timestamp now);
}

/// <summary>Where a venue's words go.</summary>
public interface IVenueReports
{
    void Report(in VenueReport report);
}
