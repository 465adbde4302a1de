using System.Numerics;
using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;
using Noderr.Routing.OnChain;
using Noderr.Simulation.OnChain;

namespace Noderr.Tests.Unit.OnChain;

/// <summary>The formulas of the protection against the attacker's own arithmetic: what is said to be unprofitable is, and just beyond it is not.</summary>
public sealed class GuardTests
{
    private const int Wide = 500_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_sandwich_earns_more_than_its_gas_from_a_guarded_swap(ulong seed)
    {
        var random = new SeededRandom(seed);
        for (var run = 0; run < 1500; run++)
        {
            var (pool, side) = (Pools.Any(ref random), (Side)(random.Next() % 2));
            var (paid, gas) = (Pools.Up(ref random, pool.In(side)), Pools.Up(ref random, 1 + pool.In(side) / 1000));
            var guard = Guard.Millionths(pool, side, paid, gas, Wide);
            var terms = new SwapTerms(0, side, paid, Guard.Least(pool.Quote(side, paid), guard), 0);
            if (Sandwich.Best(pool, [terms], PoolState.Most - pool.In(side) - paid) is { } best) Assert.True(best.Gain <= gas + Rounding(pool, terms), $"seed {seed}: {pool} {terms} guard {guard}: {best.Gain} is more than {gas}");
            for (var i = 0; i < 20; i++)
                if (Sandwich.Of(pool, [terms], Pools.Up(ref random, pool.In(side))) is { } other) Assert.True(other.Gain <= gas + Rounding(pool, terms));
        }
    }

    /// <summary>Not one that no order passes: where the gain is nearly straight, of a guard half as wide again something is left for the attacker.</summary>
    [Fact]
    public void A_guard_that_is_half_as_wide_again_is_too_wide_where_gas_is_small()
    {
        var pool = new PoolState(1_000_000_000_000, 3_000_000_000_000, 3000);
        foreach (var paid in new UInt128[] { 5_000_000_000, 10_000_000_000, 50_000_000_000 })
        {
            UInt128 gas = 4_800_000;
            var guard = Guard.Millionths(pool, Side.Buy, paid, gas, Wide);
            Assert.True(guard > 0 && Gain(guard) <= gas, $"{paid}: {guard}");
            Assert.True(Gain(guard * 3 / 2) > gas, $"{paid}: {guard} is too tight");
            BigInteger Gain(int millionths) => Sandwich.Best(pool, [new SwapTerms(0, Side.Buy, paid, Guard.Least(pool.Quote(Side.Buy, paid), millionths), 0)], pool.Coin)!.Value.Gain;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_sandwich_of_a_harmless_swap_earns_anything_and_of_a_larger_one_it_does(ulong seed)
    {
        var random = new SeededRandom(seed);
        for (var run = 0; run < 1000; run++)
        {
            var (pool, side) = (Pools.Any(ref random), (Side)(random.Next() % 2));
            var size = Guard.HarmlessSize(pool, side);
            Assert.True(size == 0 || Guard.IsHarmless(pool, side, size));
            Assert.False(Guard.IsHarmless(pool, side, size + 1));
            if (size == 0) continue;
            var best = Sandwich.Best(pool, [new SwapTerms(0, side, size, 0, 0)], pool.In(side) * 100);
            Assert.True(best!.Value.Gain <= 0, $"seed {seed}: {pool} {side} {size} gains {best.Value.Gain}");
            // Half as large again, and whole units don't hide it.
            if (pool.Coin < 1 << 30 || pool.Token < 1 << 30 || pool.FeeMillionths > 100_000) continue;
            Assert.True(Sandwich.Best(pool, [new SwapTerms(0, side, size * 3 / 2, 0, 0)], pool.In(side) * 100)!.Value.Gain > 0, $"seed {seed}: {pool} {side} {size}");
        }
    }

    [Fact]
    public void The_attacker_finds_the_best_there_is()
    {
        var random = new SeededRandom(9);
        for (var run = 0; run < 200; run++)
        {
            var pool = new PoolState(1000 + Pools.Up(ref random, 2000), 1000 + Pools.Up(ref random, 2000), 3000);
            var paid = Pools.Up(ref random, 500);
            var terms = new SwapTerms(0, Side.Buy, paid, Guard.Least(pool.Quote(Side.Buy, paid), 200_000), 0);
            var all = Enumerable.Range(0, 3000).Select(a => Sandwich.Of(pool, [terms], (UInt128)a)?.Gain).Where(g => g is not null).Max();
            // Whole units make steps in what is one hill: among steps the search may be one or two below the top.
            Assert.InRange((double)(all - Sandwich.Best(pool, [terms], 3000)!.Value.Gain)!, 0, 6);
        }
    }

    [Fact]
    public void A_guard_is_what_was_worked_by_hand()
    {
        // x = 1000, v = 100, no fee: e = 1.1 * 1.1 - 1 = 0.21; gas 2.1 allows a = 10; the part is 1000 * 1100 / (1010 * 1110).
        var pool = new PoolState(1_000_000, 1_000_000, 0);
        Assert.Equal(10_000, Guard.MostBefore(pool, Side.Buy, 100_000, 2100));
        Assert.Equal(18_820, Guard.Millionths(pool, Side.Buy, 100_000, 2100, Wide));
        Assert.Equal((UInt128)98, Guard.Least(100, 18_820 + 2000));
        Assert.Equal(0, Guard.Millionths(pool, Side.Buy, 100_000, 0, Wide));
        Assert.Equal(Wide, Guard.Millionths(pool with { FeeMillionths = 100_000 }, Side.Buy, 100_000, 0, Wide));
    }

    // A least is in whole units of what comes out. To move that by one takes about x/quote, of which a swap as large as the reserve leaves no more than the threefold.
    private static BigInteger Rounding(in PoolState pool, in SwapTerms terms) => 2 + 12 * (BigInteger)pool.In(terms.Side) / (pool.Quote(terms.Side, terms.Paid) + 1);
}
