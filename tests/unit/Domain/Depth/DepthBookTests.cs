using Noderr.Domain.Depth;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Tests.Unit.Domain.Depth;

public sealed class DepthBookTests
{
    [Theory]
    [InlineData(1, 30, 100_000)]
    [InlineData(2, 3_000, 100_000)]
    [InlineData(3, 2, 20_000)]
    public void A_side_is_a_sorted_map(ulong seed, int spread, int changes)
    {
        var random = new SeededRandom(seed);
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var (depth, slow) = (new DepthSide(side), new SortedDictionary<long, long>());
            for (var i = 0; i < changes; i++)
            {
                var (price, size) = (500 + (long)(random.Unit() * spread), random.Unit() < 0.4 ? 0 : 1 + (long)(random.Unit() * 100));
                depth.Set(new Price(price), new Quantity(size));
                if (size == 0) slow.Remove(price);
                else slow[price] = size;
                Assert.Equal(slow.GetValueOrDefault(price), depth.SizeAt(new Price(price)).Units);
                Assert.Equal(slow.Count, depth.Count);
                if (i % 97 != 0) continue;
                var best = side == Side.Buy ? slow.Reverse() : slow;
                Assert.Equal(best.Select(l => (l.Key, l.Value)), Enumerable.Range(0, depth.Count).Select(l => (depth[l].Price.Units, depth[l].Size.Units)));
                Assert.Equal(best.Select(l => l.Key).FirstOrDefault(), depth.BestPrice.Units);
            }
        }
    }

    [Fact]
    public void A_walk_takes_the_best_first_and_stops_at_the_limit()
    {
        var asks = new DepthSide(Side.Sell);
        foreach (var (price, size) in new[] { ("102", "3"), ("100", "1"), ("101", "2") }) asks.Set(Price.Parse(price), Quantity.Parse(size));
        Assert.Equal((Quantity.Parse("2.5"), Money.Parse("251.5")), asks.Walk(Quantity.Parse("2.5"), Price.Parse("102")));
        Assert.Equal((Quantity.Parse("3"), Money.Parse("302")), asks.Walk(Quantity.Parse("9"), Price.Parse("101")));
        Assert.Equal((Quantity.Zero, Money.Zero), asks.Walk(Quantity.Parse("1"), Price.Parse("99")));
    }

    [Fact]
    public void What_comes_before_the_snapshot_is_kept_and_what_it_holds_already_is_old()
    {
        var book = new DepthBook();
        Assert.Equal(DepthVerdict.Kept, book.Apply(9, 10, [Bid(99, 5)]));
        Assert.Equal(DepthVerdict.Kept, book.Apply(11, 12, [Bid(98, 6)]));
        Assert.Equal(DepthState.Waiting, book.State);
        // It stands between the two: the first is in it already.
        Assert.Equal(DepthVerdict.Applied, book.Snapshot(10, [Bid(99, 1), Ask(101, 2)]));
        Assert.Equal((12, 2, 1, DepthState.Live), (book.Sequence, book.Bids.Count, book.Bids.BestSize.Units, book.State));
        Assert.Equal(DepthVerdict.Old, book.Apply(11, 12, [Bid(98, 7)]));
        Assert.Equal(DepthVerdict.Applied, book.Apply(12, 14, [Bid(98, 0), Ask(101, 4)]));
        Assert.Equal((14, 1, 4), (book.Sequence, book.Bids.Count, book.Asks.BestSize.Units));
    }

    [Fact]
    public void After_a_gap_there_is_no_book_until_the_next_snapshot()
    {
        var book = new DepthBook();
        book.Snapshot(10, [Bid(99, 1), Ask(101, 2)]);
        Assert.Equal(DepthVerdict.Gap, book.Apply(12, 12, [Bid(98, 1)]));
        Assert.Equal((DepthState.Waiting, 0, 0, 1), (book.State, book.Bids.Count, book.Asks.Count, book.Gaps));
        Assert.Equal(DepthVerdict.Kept, book.Apply(13, 13, [Bid(97, 1)]));
        Assert.Equal(DepthVerdict.Applied, book.Snapshot(12, [Bid(96, 1), Ask(101, 2)]));
        Assert.Equal((13, 97), (book.Sequence, book.Bids.BestPrice.Units));
        // A snapshot that is older than what was kept leaves a gap too.
        Assert.Equal(DepthVerdict.Gap, book.Apply(15, 15, []));
        book.Apply(20, 20, []);
        Assert.Equal((DepthVerdict.Gap, DepthState.Waiting), (book.Snapshot(18, [Bid(96, 1)]), book.State));
    }

    [Fact]
    public void A_book_that_is_crossed_has_lost_something()
    {
        var book = new DepthBook();
        book.Snapshot(1, [Bid(99, 1), Ask(101, 2)]);
        Assert.Equal(DepthVerdict.Crossed, book.Apply(2, 2, [Bid(101, 1)]));
        Assert.Equal(DepthState.Waiting, book.State);
        Assert.Equal(DepthVerdict.Crossed, book.Snapshot(3, [Bid(101, 1), Ask(101, 2)]));
        Assert.Equal(DepthState.Waiting, book.State);
    }

    [Fact]
    public void While_no_snapshot_comes_only_so_much_is_kept()
    {
        var book = new DepthBook();
        for (var i = 1; i <= 3 * DepthBook.MostKept; i++) book.Apply(i, i, []);
        Assert.Equal(DepthVerdict.Gap, book.Snapshot(1, [Bid(99, 1)]));
        book.Snapshot(5 * DepthBook.MostKept, [Bid(99, 1)]);
        Assert.Equal(DepthState.Live, book.State);
    }

    [Fact]
    public void A_change_allocates_nothing()
    {
        var (book, random) = (new DepthBook(), new SeededRandom(4));
        book.Snapshot(0, [Bid(99, 1), Ask(101, 2)]);
        var changes = new DepthChange[1000];
        for (var i = 0; i < changes.Length; i++)
            changes[i] = i % 2 == 0 ? Bid(99 - (long)(random.Unit() * 50), (long)(random.Unit() * 3)) : Ask(101 + (long)(random.Unit() * 50), (long)(random.Unit() * 3));
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (ref var change in changes.AsSpan()) book.Apply(book.Sequence + 1, book.Sequence + 1, new ReadOnlySpan<DepthChange>(ref change));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    private static DepthChange Bid(long price, long size) => new(Side.Buy, new Price(price), new Quantity(size));

    private static DepthChange Ask(long price, long size) => new(Side.Sell, new Price(price), new Quantity(size));
}
