using System.Numerics;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Routing.OnChain;

/// <summary>
/// How much worse than its quote a swap may come out, so that nobody earns from pushing the price before it. With reserves x and y, a victim that pays v, and γ of every
/// amount kept after the fee, who pays a before and sells it after gains at most a·e, where e = γ²(1 + v/x)(1 + γv/x) − 1 (docs/mev.md has the steps). Where e is not above 0 there is
/// nothing to be earned, whatever the guard. Else a guard that stops the swap at a = gas/e leaves no more than the gas.
/// </summary>
public static class Guard
{
    private const int Million = 1_000_000;

    /// <summary>The edge as a fraction: what each unit that is paid before the swap gains at most, before gas.</summary>
    internal static (BigInteger Above, BigInteger Below) Edge(in PoolState pool, Side side, UInt128 paid)
    {
        BigInteger x = pool.In(side), v = paid, kept = pool.Kept, million = Million;
        var below = million * million * million * x * x;
        return (kept * kept * (x + v) * (million * x + kept * v) - below, below);
    }

    /// <summary>Whether nobody can earn from a swap of this size, at any price of gas and with any guard.</summary>
    public static bool IsHarmless(in PoolState pool, Side side, UInt128 paid) => Edge(pool, side, paid).Above.Sign <= 0;

    /// <summary>The largest swap that is harmless: close to the fee's share of the reserve.</summary>
    public static UInt128 HarmlessSize(in PoolState pool, Side side)
    {
        var (low, high) = (UInt128.Zero, pool.In(side) + 1);
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (IsHarmless(pool, side, middle)) low = middle;
            else high = middle;
        }
        return low;
    }

    /// <summary>How much may be paid before the swap until it earns more than the gas costs; null when it never does. Gas is in what the swap pays with.</summary>
    public static BigInteger? MostBefore(in PoolState pool, Side side, UInt128 paid, UInt128 gas)
    {
        var (above, below) = Edge(pool, side, paid);
        return above.Sign > 0 ? gas * below / above : null;
    }

    /// <summary>The guard in millionths of the quote, rounded down, and at most so many.</summary>
    public static int Millionths(in PoolState pool, Side side, UInt128 paid, UInt128 gas, int most)
    {
        if (MostBefore(pool, side, paid, gas) is not { } before) return most;
        BigInteger x = pool.In(side), v = paid, kept = pool.Kept, million = Million;
        // What the swap gets after that much, as a part of its quote: x(x + γv) / ((x + γa)(x + a + γv)).
        var part = million * x * (million * x + kept * v);
        var whole = (million * x + kept * before) * (million * (x + before) + kept * v);
        return (int)BigInteger.Min(most, million * (whole - part) / whole);
    }

    /// <summary>The least that is taken of a quote.</summary>
    public static UInt128 Least(UInt128 quote, int millionths) => quote - (UInt128)((BigInteger)quote * millionths / Million);
}
