using System.Numerics;
using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;
using Noderr.Simulation.OnChain;

namespace Noderr.Tests.Unit.OnChain;

public sealed class SimulatedChainTests
{
    private const int Ann = 1, Ben = 2;

    private readonly SimulatedChain chain = new(new ChainSetup { LeastGasPrice = 2 });
    private readonly int pool;
    private long names;

    public SimulatedChainTests()
    {
        pool = chain.Open(1_000_000_000, 3_000_000_000, 3000);
        foreach (var account in new[] { Ann, Ben })
        {
            chain.Fund(account, 0, 1_000_000_000);
            chain.Fund(account, SimulatedChain.TokenOf(pool), 1_000_000_000);
        }
    }

    [Fact]
    public void Who_pays_more_for_gas_is_earlier_and_of_two_that_pay_the_same_who_came_sooner()
    {
        var (a, b, c) = (Swap(Ann, 2), Swap(Ben, 3), Swap(Ann, 2));
        Assert.All([a, b, c], t => Assert.True(chain.Send(t)));
        Assert.Equal([b, a, c], chain.Produce().Receipts.Select(r => r.Transaction));
        Assert.False(chain.Send(Swap(Ann, 1)), "the price of gas was below the least");
    }

    [Fact]
    public void What_was_included_is_not_included_again()
    {
        var swap = Swap(Ann, 2);
        Assert.True(chain.Send(swap));
        Assert.False(chain.Send(swap));
        Assert.Single(chain.Produce().Receipts);
        Assert.False(chain.Send(swap));
        Assert.Empty(chain.Produce().Receipts);
    }

    [Fact]
    public void Gas_is_paid_for_what_reverts_and_nothing_else_is()
    {
        var before = (chain.Pool(pool), Coin(Ann), Token(Ann));
        chain.Send(Swap(Ann, 2, least: chain.Pool(pool).Quote(Side.Buy, 1000) + 1));
        chain.Send(Swap(Ann, 2, lastBlock: -1));
        var block = chain.Produce();
        Assert.Equal(["less than its least came out", "its last block is over"], block.Receipts.Select(r => r.Fault));
        Assert.Equal((before.Item1, before.Item2 - 2 * 240_000, before.Item3), (chain.Pool(pool), Coin(Ann), Token(Ann)));
        Assert.Equal((UInt128)480_000, chain.Ledger.Of(SimulatedChain.Producer, 0));
    }

    [Fact]
    public void Who_can_not_pay_for_gas_waits_and_what_has_no_room_waits()
    {
        chain.Send(new ChainTransaction(Name(), 9, 2, new ChainAction.Transfer(Ann, 0, 0)));
        Assert.Empty(chain.Produce().Receipts);
        chain.Fund(9, 0, 42_000);
        Assert.Single(chain.Produce().Receipts);
        for (var i = 0; i < 251; i++) chain.Send(new ChainTransaction(Name(), Ann, 2, new ChainAction.Swap(new SwapTerms(pool, Side.Buy, 1, 0, 99))));
        Assert.Equal((250, 1), (chain.Produce().Receipts.Count, chain.Produce().Receipts.Count));
    }

    [Fact]
    public void What_is_sent_to_the_relay_is_seen_by_nobody_and_forgotten_when_it_is_missed()
    {
        var missing = new SimulatedChain(new ChainSetup { RelayMissesMillionths = 500_000, Seed = 3 });
        missing.Open(1_000_000, 1_000_000, 3000);
        missing.Fund(Ann, 0, 1_000_000);
        var (asked, had) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            var swap = new ChainTransaction(Name(), Ann, 0, new ChainAction.Swap(new SwapTerms(0, Side.Buy, 1, 0, 9999)));
            for (var isIn = false; !isIn; asked++)
            {
                Assert.True(missing.SendPrivately(swap));
                Assert.Empty(missing.Public);
                isIn = missing.Produce().Receipts.Count == 1;
            }
            had++;
        }
        Assert.InRange((double)had / asked, 0.45, 0.55);
    }

    [Fact]
    public void A_promise_is_kept_once_in_a_later_block_in_time_by_its_own_salt_and_sender()
    {
        var (terms, salt) = (new SwapTerms(pool, Side.Buy, 1000, 0, 100), new Digest(1, 2));
        Send(Ann, new ChainAction.Commit(terms.Commitment(Ann, salt)));
        Send(Ann, new ChainAction.Reveal(terms, salt));
        Assert.Equal([null, "it was promised in no earlier block"], chain.Produce().Receipts.Select(r => r.Fault));
        Send(Ben, new ChainAction.Reveal(terms, salt));
        Send(Ann, new ChainAction.Reveal(terms, new Digest(1, 3)));
        Send(Ann, new ChainAction.Reveal(terms with { Paid = 2000 }, salt));
        Send(Ann, new ChainAction.Reveal(terms, salt));
        Send(Ann, new ChainAction.Reveal(terms, salt));
        Send(Ann, new ChainAction.Commit(terms.Commitment(Ann, salt)));
        Assert.Equal([null, "it was not promised", "it was not promised", "it was not promised", "it was not promised", "it was promised before"], chain.Produce().Receipts.Select(r => r.Fault));

        Send(Ann, new ChainAction.Commit(terms.Commitment(Ann, new Digest(5, 5))));
        for (var i = 0; i < 21; i++) chain.Produce();
        Send(Ann, new ChainAction.Reveal(terms, new Digest(5, 5)));
        Assert.Equal("it was promised too long ago", chain.Produce().Receipts.Single().Fault);
    }

    [Fact]
    public void What_is_revealed_comes_before_all_else_in_the_order_of_the_promises()
    {
        var (one, two) = (new SwapTerms(pool, Side.Buy, 1000, 0, 100), new SwapTerms(pool, Side.Buy, 2000, 0, 100));
        Send(Ann, new ChainAction.Commit(one.Commitment(Ann, default)));
        Send(Ben, new ChainAction.Commit(two.Commitment(Ben, default)));
        chain.Produce();
        chain.Send(Swap(Ben, 1000));
        chain.Send(new ChainTransaction(Name(), Ben, 500, new ChainAction.Reveal(two, default)));
        Send(Ann, new ChainAction.Reveal(one, default));
        Assert.Equal([(UInt128)1000, (UInt128)2000, (UInt128)1000], chain.Produce().Swaps.Select(s => s.Paid));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_comes_or_goes_whatever_is_sent(ulong seed)
    {
        var random = new SeededRandom(seed);
        var token = SimulatedChain.TokenOf(pool);
        BigInteger Total(int of) => chain.Ledger.Total(of);
        var (totals, sent) = ((Total(0), Total(token)), 0);
        for (var i = 0; i < 300; i++)
        {
            for (var n = random.Next() % 8; n > 0; n--, sent++)
            {
                var terms = new SwapTerms((int)(random.Next() % 8 == 0 ? 1 : 0), (Side)(random.Next() % 2), Pools.Up(ref random, 400_000_000), Pools.Up(ref random, 400_000_000), chain.Next + (long)(random.Next() % 3));
                ChainAction action = (random.Next() % 4) switch
                {
                    0 => new ChainAction.Transfer((int)(random.Next() % 4), (int)(random.Next() % 2), Pools.Up(ref random, 100_000_000)),
                    1 => new ChainAction.Commit(terms.Commitment(Ann, default)),
                    2 => new ChainAction.Reveal(terms, default),
                    _ => new ChainAction.Swap(terms),
                };
                var transaction = new ChainTransaction(Name(), 1 + (int)(random.Next() % 2), 2 + random.Next() % 4, action);
                if (random.Next() % 2 == 0) chain.Send(transaction);
                else chain.SendPrivately(transaction);
            }
            var before = chain.Pool(pool);
            chain.Produce();
            Assert.True(chain.Pool(pool).Product >= before.Product, $"seed {seed}");
            Assert.Equal(totals, (Total(0), Total(token)));
        }
        Assert.Contains(chain.Blocks, b => b.Receipts.Any(r => r.Swap is not null));
    }

    private UInt128 Coin(int account) => chain.Ledger.Of(account, 0);

    private UInt128 Token(int account) => chain.Ledger.Of(account, SimulatedChain.TokenOf(pool));

    private void Send(int sender, ChainAction action) => chain.Send(new ChainTransaction(Name(), sender, 2, action));

    private ChainTransaction Swap(int sender, UInt128 gasPrice, UInt128 least = default, long lastBlock = 100) =>
        new(Name(), sender, gasPrice, new ChainAction.Swap(new SwapTerms(pool, Side.Buy, 1000, least, lastBlock)));

    private Identity Name() => Identities.Transaction(new Identity(77), names++);
}
