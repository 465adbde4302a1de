using Noderr.Domain.Numbers;

namespace Noderr.Routing.Costs;

/// <summary>Perold's shortfall by where it came from. Above zero is bad for us, below zero good.</summary>
/// <param name="Delay">The market moved between the decision and the order.</param>
/// <param name="Spread">Half the spread that was shown when the order was made.</param>
/// <param name="Impact">What was paid beyond that; below zero for who waited in the book, or had luck.</param>
/// <param name="Opportunity">What was not filled would have to be traded at the price of the end.</param>
public readonly record struct CostParts(Money Delay, Money Spread, Money Impact, Money Opportunity, Money Fees)
{
    public static readonly CostParts None;

    public Money Execution => Spread + Impact;

    public Money Total => Delay + Spread + Impact + Opportunity + Fees;

    public static CostParts operator +(in CostParts a, in CostParts b) =>
        new(a.Delay + b.Delay, a.Spread + b.Spread, a.Impact + b.Impact, a.Opportunity + b.Opportunity, a.Fees + b.Fees);
}
