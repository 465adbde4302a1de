using Noderr.Domain.Depth;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Tests.Unit.Domain.Depth;

public sealed class QueueBookTests
{
    [Theory]
    [InlineData(1, 5, 20_000)]
    [InlineData(2, 200, 60_000)]
    public void The_book_by_prices_that_comes_of_it_is_the_one_built_from_the_same_changes(ulong seed, int spread, int changes)
    {
        var (random, book, levels, slow) = (new SeededRandom(seed), new QueueBook(), new DepthBook(), new SlowBook());
        book.Snapshot(0, []);
        levels.Snapshot(0, []);
        for (var i = 1; i <= changes; i++)
        {
            var change = slow.Random(random, spread);
            var touched = slow.Apply(change);
            Assert.Equal(DepthVerdict.Applied, book.Apply(i, i, [change]));
            Assert.Equal(DepthVerdict.Applied, levels.Apply(i, i, [.. touched.Distinct().Select(t => new DepthChange(t.Side, new Price(t.Price), new Quantity(slow.At(t.Side, t.Price))))]));
            if (i % 41 != 0) continue;
            Assert.Equal(slow.Count, book.Orders);
            foreach (var (mine, theirs) in new[] { (book.Bids, levels.Bids), (book.Asks, levels.Asks) })
                Assert.Equal(Enumerable.Range(0, theirs.Count).Select(l => theirs[l]), Enumerable.Range(0, mine.Count).Select(l => mine[l]));
            foreach (var (order, ahead) in slow.Positions()) Assert.True(book.Ahead(order) == new Quantity(ahead), $"seed {seed}, change {i}, order {order}");
        }
    }

    [Fact]
    public void Who_gets_smaller_keeps_his_place_and_who_wants_more_or_another_price_loses_it()
    {
        var book = Book(Add(1, 99, 10), Add(2, 99, 20), Add(3, 99, 30));
        Assert.Equal(new Quantity(30), book.Ahead(3));
        Apply(book, QueueChange.Change(1, Side.Buy, new Price(99), new Quantity(5)), QueueChange.Reduce(2, new Quantity(8)));
        Assert.Equal((new Quantity(0), new Quantity(5), new Quantity(17)), (book.Ahead(1), book.Ahead(2), book.Ahead(3)));
        Apply(book, QueueChange.Change(1, Side.Buy, new Price(99), new Quantity(6)));
        Assert.Equal([2, 3, 1], book.QueueAt(Side.Buy, new Price(99)).Select(o => (int)o.Order));
        Apply(book, QueueChange.Change(2, Side.Buy, new Price(98), new Quantity(1)), QueueChange.Execute(3, new Quantity(30)));
        Assert.Equal((new Quantity(0), null), (book.Ahead(1), book.Ahead(3)));
        Assert.True(book.TryGet(2, out var moved));
        Assert.Equal(new RestingOrder(2, Side.Buy, new Price(98), new Quantity(1)), moved);
        Assert.Empty(book.QueueAt(Side.Buy, new Price(97)));
    }

    [Fact]
    public void Gaps_and_snapshots_are_those_of_the_book_by_prices()
    {
        var book = new QueueBook();
        Assert.Equal(DepthVerdict.Kept, book.Apply(11, 11, [Add(2, 98, 6)]));
        Assert.Equal(DepthVerdict.Applied, book.Snapshot(10, [Add(1, 99, 5)]));
        Assert.Equal((11, 2), (book.Sequence, book.Orders));
        Assert.Equal(DepthVerdict.Old, book.Apply(11, 11, [Add(2, 98, 6)]));
        Assert.Equal(DepthVerdict.Gap, book.Apply(13, 13, [Add(3, 98, 6)]));
        Assert.Equal((DepthState.Waiting, 0, 0), (book.State, book.Orders, book.Bids.Count));
    }

    public static TheoryData<QueueChange> Impossible =>
    [
        Add(1, 97, 1), Add(9, 97, 0), QueueChange.Delete(9), QueueChange.Reduce(9, new Quantity(1)), QueueChange.Reduce(1, new Quantity(11)), QueueChange.Reduce(1, new Quantity(0)),
        QueueChange.Execute(1, new Quantity(11)), QueueChange.Change(9, Side.Buy, new Price(99), new Quantity(1)), QueueChange.Change(1, Side.Sell, new Price(199), new Quantity(1)),
        QueueChange.Change(1, Side.Buy, new Price(99), new Quantity(0)),
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_can_not_be_tells_that_something_is_missing(QueueChange change)
    {
        var book = Book(Add(1, 99, 10));
        Assert.Equal(DepthVerdict.Broken, book.Apply(1, 1, [change]));
        Assert.Equal((DepthState.Waiting, 0, 1L), (book.State, book.Orders, book.Gaps));
        Assert.Equal(DepthVerdict.Applied, book.Snapshot(1, [Add(1, 99, 10)]));
    }

    [Fact]
    public void A_book_that_is_crossed_has_lost_something()
    {
        var book = Book(Add(1, 99, 10));
        Assert.Equal(DepthVerdict.Crossed, book.Apply(1, 1, [QueueChange.Add(2, Side.Sell, new Price(99), new Quantity(1))]));
    }

    [Fact]
    public void A_change_allocates_nothing()
    {
        var (book, slow, random) = (new QueueBook(), new SlowBook(), new SeededRandom(6));
        book.Snapshot(0, []);
        var changes = new QueueChange[4000];
        for (var i = 0; i < changes.Length; i++) slow.Apply(changes[i] = slow.Random(random, 40));
        QueueChange[] rest = [.. slow.Positions().Select(p => QueueChange.Delete(p.Order))];
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (ref var change in changes.AsSpan()) book.Apply(book.Sequence + 1, book.Sequence + 1, new ReadOnlySpan<QueueChange>(ref change));
            foreach (ref var change in rest.AsSpan()) book.Apply(book.Sequence + 1, book.Sequence + 1, new ReadOnlySpan<QueueChange>(ref change));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal((0, 0, 0L), (least, book.Orders, book.Gaps));
    }

    private static QueueChange Add(UInt128 order, long price, long size) => QueueChange.Add(order, Side.Buy, new Price(price), new Quantity(size));

    private static QueueBook Book(params QueueChange[] orders)
    {
        var book = new QueueBook();
        Assert.Equal(DepthVerdict.Applied, book.Snapshot(0, orders));
        return book;
    }

    private static void Apply(QueueBook book, params QueueChange[] changes) => Assert.Equal(DepthVerdict.Applied, book.Apply(book.Sequence + 1, book.Sequence + 1, changes));
}
