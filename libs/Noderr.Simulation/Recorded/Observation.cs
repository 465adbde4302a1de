using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.Recorded;

/// <summary>What one row says, in units of 10⁻⁹, before anybody asked whether it can be traded on.</summary>
internal struct Observation()
{
    /// <summary>The row has no such number.</summary>
    public const long Nothing = long.MinValue;

    public MarketKind Kind;
    public Timestamp At;

    /// <summary>Of a trade, and of a bar of trades, both are the price.</summary>
    public long Bid = Nothing, Ask = Nothing;

    /// <summary>Of a trade both are its size.</summary>
    public long BidSize = Nothing, AskSize = Nothing;

    /// <summary>The price is that of trades: nobody knows the spread around it.</summary>
    public bool IsMiddle;

    /// <summary>Null where the file does not tell.</summary>
    public Side? Aggressor;
}
