using Noderr.Domain.Numbers;

namespace Noderr.Routing.Costs;

/// <summary>What many orders were worth together, in units of money: a busy day's is more than an amount of money holds, which ends at 9.2 billion.</summary>
public readonly record struct Turnover(Int128 Units)
{
    public static Turnover Of(IEnumerable<OrderCost> orders, Func<OrderCost, Money> worth) =>
        new(orders.Aggregate(Int128.Zero, (sum, o) => sum + worth(o).Units));

    /// <summary>The part in millionths of this, towards zero; null where this is nothing.</summary>
    public long? Millionths(Money part) => Units > 0 ? (long)((Int128)part.Units * 1_000_000 / Units) : null;

    /// <summary>For people: whole units of money.</summary>
    public double ToDouble() => (double)Units / 1e9;
}
