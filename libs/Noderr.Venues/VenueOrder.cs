using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Venues;

/// <summary>An order as a venue gets it. <see cref="Account"/> says whose it is: nobody trades with himself.</summary>
public readonly record struct VenueOrder(Identity Order, int Account, int Instrument, Side Side, Quantity Quantity, OrderTerms Terms);

/// <summary>The terms that shall hold from now on; what is nothing stays as it was.</summary>
public readonly record struct VenueAmendment(Identity Order, Quantity Quantity, Price Limit, Price Trigger, Quantity LinkMost = default);
