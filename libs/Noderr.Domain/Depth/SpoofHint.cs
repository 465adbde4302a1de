using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

public enum SpoofPattern : byte
{
    /// <summary>One large size away from the touch that went soon and was not traded.</summary>
    Fleeting,

    /// <summary>Several of them on one side that stood and went at about the same time.</summary>
    Layered,
}

/// <summary>
/// That something looks like what spoofers do, with what speaks for it. It is no proof: market makers too withdraw what they showed when the market
/// moves, and nobody sees who owns what.
/// </summary>
/// <param name="Levels">How many there were.</param>
/// <param name="Size">Of all together.</param>
/// <param name="Times">How many times the middle size the largest was.</param>
/// <param name="TradedOpposite">What rested on the other side and was traded meanwhile: what a spoofer would be after.</param>
/// <param name="Stood">The longest.</param>
/// <param name="Nearest">The price nearest to the touch.</param>
/// <param name="Score">From 0 to 100.</param>
public readonly record struct SpoofHint(
    SpoofPattern Pattern, Side Side, int Levels, Quantity Size, long Times, Quantity Traded, Quantity TradedOpposite, TimeSpan Stood, Price Nearest, Price Farthest, int Score, Timestamp At);
