using System.Numerics;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.OnChain;

/// <summary>
/// Watches the public mempool and puts itself around swaps there: buys before, for a little more gas than the first of them, and sells the same after the last. It attacks
/// where that leaves a profit after fees and gas, once a pool and block, and takes the best.
/// </summary>
public sealed class SandwichAttacker(SimulatedChain chain, int account)
{
    /// <summary>So many swaps that follow each other are looked at as one victim.</summary>
    private const int MostTogether = 16;

    private readonly List<SandwichAttack> attacks = [];

    public IReadOnlyList<SandwichAttack> Attacks => attacks;

    /// <summary>Looks at what is public, just before the next block.</summary>
    public void Look()
    {
        foreach (var pool in chain.Public.Select(t => Terms(t)?.Pool).OfType<int>().Distinct().ToList())
            if (Best(pool) is { } attack) Attack(attack);
    }

    // Revealed swaps come before all that could still be sent into this block: they are seen, and it is too late.
    private Plan? Best(int pool)
    {
        var seen = chain.Public.Where(t => Terms(t) is { } s && s.Pool == pool && s.LastBlock >= chain.Next).OrderBy(t => t.Action is not ChainAction.Reveal).ThenByDescending(t => t.GasPrice).ToList();
        var swaps = seen.Select(t => Terms(t)!.Value).ToArray();
        var (state, best) = (chain.Pool(pool), default(Plan));
        for (var first = 0; first < seen.Count; first++)
        {
            for (var last = first; last < seen.Count && last < first + MostTogether && swaps[last].Side == swaps[first].Side && seen[first].Action is ChainAction.Swap; last++)
                if (Weigh(seen[first..(last + 1)], swaps.AsSpan(first..(last + 1)), state) is { } plan && !(plan.Profit <= best?.Profit)) best = plan;
            if (Sandwich.Of(state, [swaps[first]], 0) is not null) state = state.After(swaps[first].Side, swaps[first].Paid);
        }
        return best;
    }

    private Plan? Weigh(List<ChainTransaction> seen, ReadOnlySpan<SwapTerms> victims, in PoolState state)
    {
        var (first, last, terms) = (seen[0], seen[^1], victims[0]);
        var gas = (first.GasPrice + 1 + last.GasPrice) * (UInt128)first.Action.Gas;
        var funds = chain.Ledger.Of(account, terms.Side == Side.Buy ? 0 : SimulatedChain.TokenOf(terms.Pool));
        if (terms.Side == Side.Buy) funds = funds > gas ? funds - gas : 0;
        if (Sandwich.Best(state, victims, funds) is not { } sandwich) return null;
        var profit = state.ToCoin(terms.Side, sandwich.Gain) - gas;
        return profit.Sign > 0 ? new Plan(first.GasPrice + 1, last.GasPrice, [.. seen.Select(t => t.Id)], terms, sandwich, profit) : null;
    }

    private void Attack(Plan plan)
    {
        var (first, second) = (Name(2 * attacks.Count), Name(2 * attacks.Count + 1));
        attacks.Add(new SandwichAttack(chain.Next, plan.Victims, first, second, plan.Sandwich, plan.Profit));
        var before = plan.Victim with { Paid = plan.Sandwich.Paid, Least = plan.Sandwich.Got, LastBlock = chain.Next };
        var after = before with { Side = plan.Victim.Side.Opposite(), Paid = plan.Sandwich.Got, Least = 0 };
        chain.Send(new ChainTransaction(first, account, plan.GasBefore, new ChainAction.Swap(before)));
        chain.Send(new ChainTransaction(second, account, plan.GasAfter, new ChainAction.Swap(after), first));
    }

    private Identity Name(long number) => Identities.Transaction(new Identity((UInt128)(uint)account), number);

    // What a pending transaction shows. A promise shows nothing.
    private static SwapTerms? Terms(ChainTransaction transaction) => transaction.Action switch
    {
        ChainAction.Swap s => s.Terms,
        ChainAction.Reveal r => r.Terms,
        _ => null,
    };

    private sealed record Plan(UInt128 GasBefore, UInt128 GasAfter, IReadOnlyList<Identity> Victims, SwapTerms Victim, Sandwich Sandwich, BigInteger Profit);
}
