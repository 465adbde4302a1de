using System.Numerics;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Routing.OnChain;

/// <summary>A swap that somebody has traded around.</summary>
/// <param name="Loss">What it would have got without the trade before it, less what it got.</param>
/// <param name="Gain">Of the attacker before gas, in what the victim paid with: of all the victims between his two trades.</param>
public readonly record struct SandwichFound(SwapMade Victim, SwapMade Before, SwapMade After, UInt128 Loss, BigInteger Gain);

/// <summary>
/// Recognises sandwiches in blocks: one account trades before and after a swap, in its pool, to its side first and then back about as much as it got, and the swap
/// came out worse for it. An attacker with an account for each trade is not recognised.
/// </summary>
/// <param name="blocks">Over how many blocks the two trades may be apart: 1 is the same block.</param>
/// <param name="matchMillionths">By how much what is traded back may differ from what was got.</param>
public sealed class SandwichDetector(int blocks = 1, int matchMillionths = 50_000)
{
    private const int Million = 1_000_000;

    /// <summary>The swaps in the order of the chain. Each victim is found once, with the trades that are closest around it.</summary>
    public IReadOnlyList<SandwichFound> Find(IReadOnlyList<SwapMade> swaps)
    {
        var (found, used) = (new List<SandwichFound>(), new HashSet<int>());
        for (var after = 0; after < swaps.Count; after++)
            for (var before = after - 1; before >= 0 && swaps[after].Block - swaps[before].Block < blocks; before--)
                if (!used.Contains(before) && IsPair(swaps[before], swaps[after]) && Victims(swaps, before, after) is { Count: > 0 } victims)
                {
                    found.AddRange(victims);
                    used.Add(before);
                    break;
                }
        return [.. found.OrderBy(f => f.Victim.Block).ThenBy(f => f.Victim.Place)];
    }

    private bool IsPair(in SwapMade before, in SwapMade after) =>
        before.Trader == after.Trader && before.Pool == after.Pool && before.Side != after.Side && before.Got > 0 && Off(before.Got, after.Paid) * Million <= (BigInteger)before.Got * matchMillionths;

    private static BigInteger Off(UInt128 a, UInt128 b) => BigInteger.Abs((BigInteger)a - b);

    // All swaps between the two are made again in the pool as it was without the first: what each gets more is what it lost.
    private static List<SandwichFound> Victims(IReadOnlyList<SwapMade> swaps, int before, int after)
    {
        var (first, second) = (swaps[before], swaps[after]);
        var (victims, pool) = (new List<SandwichFound>(), first.Before);
        for (var i = before + 1; i < after; i++)
        {
            var swap = swaps[i];
            if (swap.Pool != first.Pool || swap.Trader == first.Trader) continue;
            var quote = pool.Quote(swap.Side, swap.Paid);
            pool = pool.After(swap.Side, swap.Paid);
            if (swap.Side == first.Side && quote > swap.Got) victims.Add(new SandwichFound(swap, first, second, quote - swap.Got, (BigInteger)second.Got - first.Paid));
        }
        return victims;
    }
}
