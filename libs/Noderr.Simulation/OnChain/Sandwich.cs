using System.Numerics;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.OnChain;

/// <summary>What is bought before swaps to the same side, one or more that follow each other, to be sold after them.</summary>
/// <param name="Paid">For the first trade, in what the victims pay with.</param>
/// <param name="Got">By the first trade, and sold by the second.</param>
/// <param name="Back">For the second.</param>
public readonly record struct Sandwich(UInt128 Paid, UInt128 Got, UInt128 Back)
{
    /// <summary>Before gas, in what the victims pay with.</summary>
    public BigInteger Gain => (BigInteger)Back - Paid;

    /// <summary>What comes of so much before the victims; null when one of them gets less than its least.</summary>
    public static Sandwich? Of(in PoolState pool, ReadOnlySpan<SwapTerms> victims, UInt128 paid)
    {
        var side = victims[0].Side;
        if (!pool.Holds(side, paid)) return null;
        var (got, state) = (pool.Quote(side, paid), pool.After(side, paid));
        foreach (ref readonly var victim in victims)
        {
            if (!state.Holds(side, victim.Paid) || state.Quote(side, victim.Paid) < victim.Least) return null;
            state = state.After(side, victim.Paid);
        }
        return new Sandwich(paid, got, state.Quote(side.Opposite(), got));
    }

    /// <summary>
    /// The best there is: no more than the attacker has, and no more than leaves the victims their least. The gain has one top: the most that is allowed is found by
    /// bisection, and the top below it by thirds.
    /// </summary>
    public static Sandwich? Best(in PoolState pool, ReadOnlySpan<SwapTerms> victims, UInt128 funds)
    {
        if (Of(pool, victims, 0) is null) return null;
        var (most, over) = (UInt128.Zero, funds + 1);
        while (over - most > 1)
        {
            var middle = most + (over - most) / 2;
            if (Of(pool, victims, middle) is null) over = middle;
            else most = middle;
        }
        var best = Of(pool, victims, most)!.Value;
        UInt128 low = 0;
        for (var high = most; high - low > 2;)
        {
            var third = (high - low) / 3;
            var (a, b) = (Of(pool, victims, low + third)!.Value, Of(pool, victims, high - third)!.Value);
            if (a.Gain > best.Gain) best = a;
            if (b.Gain > best.Gain) best = b;
            if (a.Gain < b.Gain) low = a.Paid;
            else high = b.Paid;
        }
        return best;
    }
}
