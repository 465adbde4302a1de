using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;
using Noderr.Routing.OnChain;

namespace Noderr.Tests.Unit.OnChain;

public sealed class SandwichDetectorTests
{
    private const int Attacker = 66, Victim = 1, Other = 2;
    private static readonly PoolState start = new(1_000_000_000, 3_000_000_000, 3000);

    [Fact]
    public void A_sandwich_is_found_with_what_it_cost()
    {
        var swaps = Made((Attacker, Side.Buy, 10_000_000), (Victim, Side.Buy, 50_000_000), (Attacker, Side.Sell, 0));
        var found = Assert.Single(new SandwichDetector().Find(swaps));
        Assert.Equal((swaps[1], swaps[0], swaps[2]), (found.Victim, found.Before, found.After));
        Assert.Equal(start.Quote(Side.Buy, 50_000_000) - swaps[1].Got, found.Loss);
        Assert.True(found.Loss > 0 && found.Gain > 0);
    }

    [Fact]
    public void Of_a_swap_to_the_other_side_too() =>
        Assert.Single(new SandwichDetector().Find(Made((Attacker, Side.Sell, 30_000_000), (Victim, Side.Sell, 150_000_000), (Attacker, Side.Buy, 0))));

    [Fact]
    public void All_victims_between_the_two_are_found_and_each_with_its_own_loss()
    {
        var found = new SandwichDetector().Find(Made((Attacker, Side.Buy, 10_000_000), (Victim, Side.Buy, 50_000_000), (Other, Side.Buy, 20_000_000), (Attacker, Side.Sell, 0)));
        Assert.Equal([Victim, Other], found.Select(f => f.Victim.Trader));
        Assert.Equal(start.After(Side.Buy, 50_000_000).Quote(Side.Buy, 20_000_000) - found[1].Victim.Got, found[1].Loss);
    }

    [Fact]
    public void What_others_do_between_does_not_hide_it_and_is_not_blamed_on_the_attacker()
    {
        var swaps = Made((Attacker, Side.Buy, 10_000_000), (Other, Side.Buy, 100_000), (Victim, Side.Buy, 50_000_000), (Other, Side.Sell, 200_000), (Attacker, Side.Sell, 0));
        var found = new SandwichDetector().Find(swaps);
        Assert.Equal([Other, Victim], found.Select(f => f.Victim.Trader));
        Assert.True(found[1].Loss < start.Quote(Side.Buy, 50_000_000) - swaps[2].Got);
    }

    [Fact]
    public void Two_that_follow_each_other_are_two()
    {
        var swaps = Made((Attacker, Side.Buy, 10_000_000), (Victim, Side.Buy, 50_000_000), (Attacker, Side.Sell, 0), (Attacker, Side.Buy, 9_000_000), (Other, Side.Buy, 40_000_000), (Attacker, Side.Sell, 0));
        Assert.Equal([(Victim, 0), (Other, 3)], new SandwichDetector().Find(swaps).Select(f => (f.Victim.Trader, f.Before.Place)));
    }

    public static TheoryData<string, (int, Side, long)[]> Innocent => new()
    {
        { "the first trade was somebody else's", [(Other, Side.Buy, 10_000_000), (Victim, Side.Buy, 50_000_000), (Attacker, Side.Sell, 29_000_000)] },
        { "only before", [(Attacker, Side.Buy, 10_000_000), (Victim, Side.Buy, 50_000_000)] },
        { "only after: it brings the price back", [(Victim, Side.Buy, 50_000_000), (Attacker, Side.Sell, 29_000_000)] },
        { "both trades before", [(Attacker, Side.Buy, 10_000_000), (Attacker, Side.Sell, 0), (Victim, Side.Buy, 50_000_000)] },
        { "both to one side", [(Attacker, Side.Buy, 10_000_000), (Victim, Side.Buy, 50_000_000), (Attacker, Side.Buy, 10_000_000)] },
        { "a victim to the other side got more", [(Attacker, Side.Buy, 10_000_000), (Victim, Side.Sell, 50_000_000), (Attacker, Side.Sell, 0)] },
        { "a maker's trades of other sizes", [(Attacker, Side.Buy, 10_000_000), (Victim, Side.Buy, 50_000_000), (Attacker, Side.Sell, 3_000_000)] },
        { "nobody between", [(Attacker, Side.Buy, 10_000_000), (Attacker, Side.Sell, 0)] },
    };

    [Theory]
    [MemberData(nameof(Innocent))]
    public void What_only_looks_like_one_is_none(string why, (int, Side, long)[] trades) => Assert.True(new SandwichDetector().Find(Made(trades)).Count == 0, why);

    [Fact]
    public void In_another_pool_or_another_block_it_is_none_unless_more_blocks_are_looked_at()
    {
        var swaps = Made((Attacker, Side.Buy, 10_000_000), (Victim, Side.Buy, 50_000_000), (Attacker, Side.Sell, 0));
        Assert.Empty(new SandwichDetector().Find([swaps[0], swaps[1] with { Pool = 1 }, swaps[2]]));
        SwapMade[] apart = [swaps[0], swaps[1] with { Block = 1 }, swaps[2] with { Block = 2 }];
        Assert.Empty(new SandwichDetector(blocks: 2).Find(apart));
        Assert.Single(new SandwichDetector(blocks: 3).Find(apart));
    }

    // Nothing paid means all that the same account got last.
    private static List<SwapMade> Made(params (int Trader, Side Side, long Paid)[] trades)
    {
        var (made, pool) = (new List<SwapMade>(), start);
        foreach (var (trader, side, given) in trades)
        {
            var paid = given == 0 ? made.Last(m => m.Trader == trader).Got : (UInt128)given;
            made.Add(new SwapMade(Identities.Transaction(default, made.Count), 0, made.Count, trader, 0, side, paid, pool.Quote(side, paid), pool));
            pool = pool.After(side, paid);
        }
        return made;
    }
}
