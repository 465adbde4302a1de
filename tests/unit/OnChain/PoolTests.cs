using System.Numerics;
using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Tests.Unit.OnChain;

public sealed class PoolTests
{
    [Fact]
    public void Swaps_come_out_as_worked_by_hand()
    {
        // 1000 and 2000 without fee: 1000 more in halves what is there. With 0.3 %: 2000 * 997 / (1000 * 1000 / 1000 + 997) = 998.49..
        Assert.Equal((UInt128)1000, new PoolState(1000, 2000, 0).Quote(Side.Buy, 1000));
        Assert.Equal((UInt128)998, new PoolState(1000, 2000, 3000).Quote(Side.Buy, 1000));
        Assert.Equal((UInt128)499, new PoolState(1000, 2000, 3000).Quote(Side.Sell, 2000));
        Assert.Equal(new PoolState(2000, 1002, 3000), new PoolState(1000, 2000, 3000).After(Side.Buy, 1000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_product_never_falls_and_a_pool_is_never_empty(ulong seed)
    {
        var random = new SeededRandom(seed);
        for (var run = 0; run < 200; run++)
        {
            var pool = Pools.Any(ref random);
            for (var i = 0; i < 50; i++)
            {
                var side = (Side)(random.Next() % 2);
                var paid = Pools.Up(ref random, pool.In(side) * 3);
                if (!pool.Holds(side, paid)) continue;
                var after = pool.After(side, paid);
                Assert.True(after.Product >= pool.Product && after.Coin > 0 && after.Token > 0, $"seed {seed}: {pool} {side} {paid} became {after}");
                pool = after;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nobody_gains_by_going_there_and_back_or_by_splitting_one_way(ulong seed)
    {
        var random = new SeededRandom(seed);
        for (var run = 0; run < 5000; run++)
        {
            var (pool, side) = (Pools.Any(ref random), (Side)(random.Next() % 2));
            var paid = Pools.Up(ref random, pool.In(side));
            Assert.True(pool.After(side, paid).Quote(side.Opposite(), pool.Quote(side, paid)) <= paid, $"seed {seed}: {pool} {side} {paid}");
            var part = paid / 3;
            var split = pool.Quote(side, part) + pool.After(side, part).Quote(side, paid - part);
            // The fee of the first part stays in the pool, and the second pays for it.
            Assert.True(split <= pool.Quote(side, paid), $"seed {seed}: {pool} {side} {paid} in parts got {split}");
        }
    }

    [Fact]
    public void A_fuller_pool_before_a_swap_gives_less()
    {
        var random = new SeededRandom(4);
        for (var run = 0; run < 5000; run++)
        {
            var (pool, side) = (Pools.Any(ref random), (Side)(random.Next() % 2));
            var (before, paid) = (Pools.Up(ref random, pool.In(side)), Pools.Up(ref random, pool.In(side)));
            Assert.True(pool.After(side, before).Quote(side, paid) <= pool.Quote(side, paid));
            Assert.True(BigInteger.Abs(pool.ToCoin(side, pool.FromCoin(side, 1_000_000)) - 1_000_000) <= 1 + (BigInteger)pool.Coin / pool.Token);
        }
    }
}
