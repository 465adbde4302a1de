using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;
using Noderr.Routing.OnChain;

namespace Noderr.Tests.Unit.OnChain;

public sealed class OnChainWorkerTests
{
    private static readonly PoolState pool = new(1_000_000_000_000, 3_000_000_000_000, 3000);
    private const long Coins = 1_000_000_000;

    public static TheoryData<ProtectionTerms> Ways =>
    [
        new ProtectionTerms { GuardMillionths = 50_000 },
        new ProtectionTerms { GuardMillionths = 50_000, RelayTries = 5, FallsBack = true },
        new ProtectionTerms { GuardMillionths = 50_000, CommitsFirst = true, LiveBlocks = 3 },
        new ProtectionTerms { GuardMillionths = 50_000, TightensGuard = true, RelayTries = 100, Parts = 40, WindowBlocks = 5, CommitsFirst = true, LiveBlocks = 2 },
    ];

    [Theory]
    [MemberData(nameof(Ways))]
    public void All_of_it_is_traded_once_by_an_owner_that_dies_between_record_and_chain(ProtectionTerms terms)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var run = new OrderRun(seed, (Side)(seed % 2), (UInt128)(12 * Coins), terms, misses: 300_000) { DiesPercent = 30 };
            run.Play();
            Assert.True(run.IsTraded, $"seed {seed}: {run.Paid} of {run.Order.Paid}, {run.Record.Count} transactions");
            Assert.Equal((UInt128)(12 * Coins), run.Paid);
            Assert.Equal(run.Record.Count(r => r is { Kind: not TransactionKind.Commit, State: TransactionState.Succeeded }), OrderSplit.Of(run.Order).Count);
            Assert.All(run.Chain.Blocks, b => Assert.InRange(b.Swaps.Count(s => s.Trader == OrderRun.Us), 0, 1));
        }
    }

    [Fact]
    public void What_may_still_be_included_is_sent_again_under_its_own_name_and_after_that_under_a_new_one()
    {
        var worker = Worker(new ProtectionTerms { LiveBlocks = 3 });
        var first = worker.Next([], View(10));
        Assert.Equal((ChainAct.Send, 0, Identities.Transaction(worker.Order.Id, 0), 12L), (first.Act, first.Number, first.Name, first.Transaction.Terms.LastBlock));
        Assert.Equal((0, first.Name), Of(worker.Next([first.Transaction], View(12))));
        Assert.Equal((1, Identities.Transaction(worker.Order.Id, 1)), Of(worker.Next([first.Transaction], View(13))));
        static (int, Identity) Of(ChainStep step) => (step.Number, step.Name);
    }

    [Fact]
    public void A_promise_is_followed_by_its_swap_with_the_same_terms_and_salt_while_there_is_time()
    {
        var worker = Worker(new ProtectionTerms { CommitsFirst = true, LiveBlocks = 2, RelayTries = 1, FallsBack = true });
        var promise = worker.Next([], View(10));
        Assert.Equal((TransactionKind.Commit, false), (promise.Transaction.Kind, promise.Transaction.IsPrivate));
        var kept = promise.Transaction with { State = TransactionState.Succeeded, Included = 10 };
        var shown = worker.Next([kept], View(11));
        Assert.Equal((TransactionKind.Reveal, true, promise.Transaction.Terms, promise.Salt, 1), (shown.Transaction.Kind, shown.Transaction.IsPrivate, shown.Transaction.Terms, shown.Salt, shown.Number));
        Assert.Equal(TransactionKind.Commit, worker.Next([kept], View(13)).Transaction.Kind);
        Assert.NotEqual(promise.Salt, worker.Next([kept], View(13)).Salt);
    }

    [Fact]
    public void A_relay_that_lets_it_die_is_left_after_so_many_and_without_a_way_back_the_rest_is_given_up()
    {
        foreach (var fallsBack in new[] { true, false })
        {
            var worker = Worker(new ProtectionTerms { RelayTries = 2, FallsBack = fallsBack });
            List<TransactionRecord> record = [];
            for (var block = 0; block < 2; block++) record.Add(worker.Next(record, View(block)).Transaction);
            Assert.All(record, r => Assert.True(r.IsPrivate));
            var third = worker.Next(record, View(2));
            Assert.Equal(fallsBack ? ChainAct.Send : ChainAct.Done, third.Act);
            Assert.False(third.Transaction.IsPrivate);
        }
    }

    [Fact]
    public void What_reverts_is_quoted_again_until_the_tries_are_used_up()
    {
        var worker = Worker(new ProtectionTerms { MostTries = 2 });
        var first = worker.Next([], View(0)).Transaction with { State = TransactionState.Reverted, Included = 0 };
        var view = View(1) with { Pool = pool.After(Side.Buy, (UInt128)(5 * Coins)) };
        var second = worker.Next([first], view);
        Assert.Equal((ChainAct.Send, view.Pool.Quote(Side.Buy, (UInt128)(12 * Coins))), (second.Act, second.Transaction.Terms.Least));
        Assert.Equal(ChainAct.Done, worker.Next([first, second.Transaction with { State = TransactionState.Reverted, Included = 1 }], View(2)).Act);
    }

    [Fact]
    public void Parts_add_up_are_too_small_for_a_sandwich_wait_by_chance_and_are_the_same_for_the_same_name()
    {
        var terms = new ProtectionTerms { Parts = 100, WindowBlocks = 10 };
        for (ulong seed = 1; seed <= 50; seed++)
        {
            var order = Order(seed, terms) with { Paid = (UInt128)(50 * Coins) };
            var parts = OrderSplit.Of(order);
            Assert.Equal(order.Paid, parts.Aggregate(UInt128.Zero, (sum, p) => sum + p.Paid));
            Assert.InRange(parts.Count, 2, 100);
            Assert.All(parts, p => Assert.True(Guard.IsHarmless(pool, Side.Buy, p.Paid) && p.Waits is >= 0 and <= 10));
            Assert.Equal(parts, OrderSplit.Of(order));
            Assert.NotEqual(parts, OrderSplit.Of(Order(seed + 100, terms) with { Paid = order.Paid }));
            Assert.True(parts.Select(p => p.Waits).Distinct().Count() > 3);
        }
    }

    public static TheoryData<ProtectionTerms, string?> Terms => new()
    {
        { new ProtectionTerms(), null },
        { new ProtectionTerms { RelayTries = -1 }, "the relay is tried 0 to 1000 times" },
        { new ProtectionTerms { FallsBack = true }, "only what is sent to a relay falls back" },
        { new ProtectionTerms { GuardMillionths = 1_000_000 }, "a guard is 0 to 999999 millionths" },
        { new ProtectionTerms { Parts = 0 }, "parts are 1 to 1000" },
        { new ProtectionTerms { Parts = 6 }, "parts too small for a sandwich would be 7 or more; 6 are allowed" },
        { new ProtectionTerms { Parts = 7 }, null },
        { new ProtectionTerms { WindowBlocks = -1 }, "a window is 0 to 10000 blocks" },
        { new ProtectionTerms { LiveBlocks = 0 }, "what is sent lives for 1 to 1000 blocks" },
        { new ProtectionTerms { MostTries = 0 }, "tries are 1 to 1000" },
    };

    [Theory]
    [MemberData(nameof(Terms))]
    public void Terms_that_can_not_be_are_refused_in_words(ProtectionTerms terms, string? fault) => Assert.Equal(fault, terms.Fault(pool, Side.Buy, (UInt128)(12 * Coins)));

    [Fact]
    public void So_are_pools_and_amounts()
    {
        var terms = new ProtectionTerms();
        Assert.Equal("the pool is empty", terms.Fault(pool with { Coin = 0 }, Side.Buy, 1));
        Assert.Equal("a pool's fee is 0 to 999999 millionths", terms.Fault(pool with { FeeMillionths = 1_000_000 }, Side.Buy, 1));
        Assert.Equal("what is paid must be above 0", terms.Fault(pool, Side.Buy, 0));
        Assert.Equal("the pool can not hold what is paid", terms.Fault(pool, Side.Buy, PoolState.Most));
        Assert.Equal("nothing comes out for what is paid", terms.Fault(pool, Side.Sell, 1));
    }

    private static OnChainOrder Order(ulong seed, ProtectionTerms terms) => new(Identities.Order(0, new Identity(seed), 0), OrderRun.Us, 0, Side.Buy, (UInt128)(12 * Coins), pool, 0, new Digest(1, 2), terms);

    private static OnChainWorker Worker(ProtectionTerms terms) => new(Order(5, terms));

    private static ChainView View(long next) => new(next, pool, 20, 120_000);
}
