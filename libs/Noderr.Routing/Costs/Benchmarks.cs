using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Routing.Costs;

/// <summary>The prices that what was paid is held against.</summary>
/// <param name="Decision">The mid when it was decided; the arrival where nobody says when that was.</param>
/// <param name="Arrival">Halfway between bid and ask when the order was made.</param>
/// <param name="HalfSpread">At the arrival.</param>
/// <param name="Interval">The market's average from there to the end; null where it has shown nothing.</param>
/// <param name="End">Halfway between bid and ask when the order was over.</param>
public sealed record Benchmarks(Price Decision, Price Arrival, Price HalfSpread, AveragePrice? Interval, Price End)
{
    /// <summary>What was paid beyond so much a unit, whatever side it was.</summary>
    public static Money Beyond(Price benchmark, Side side, Money paid, Quantity filled) =>
        side == Side.Buy ? paid - benchmark * filled : benchmark * filled - paid;

    /// <param name="wanted">What should have been filled.</param>
    /// <param name="paid">Prices times quantities of all fills, or what they brought.</param>
    public CostParts Parts(Side side, Quantity wanted, Quantity filled, Money paid, Money fees)
    {
        var spread = HalfSpread * filled;
        var missed = wanted > filled ? wanted - filled : Quantity.Zero;
        return new CostParts(
            Delay: Beyond(Decision, side, Arrival * filled, filled),
            Spread: spread,
            Impact: Beyond(Arrival, side, paid, filled) - spread,
            Opportunity: Beyond(Decision, side, End * missed, missed),
            fees);
    }
}
