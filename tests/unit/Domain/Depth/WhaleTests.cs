using Noderr.Domain.Depth;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Tests.Unit.Domain.Depth;

public sealed class WhaleTests
{
    private readonly List<WhaleEvent> whales = [];
    private readonly List<SpoofHint> hints = [];
    private readonly DepthBook book = new();
    private readonly WhaleTracker tracker;

    public WhaleTests()
    {
        var watch = new SpoofWatch(SpoofSettings.Usual, hints.Add);
        tracker = new WhaleTracker(book.Bids, book.Asks, WhaleSettings.Usual with { Times = 10 }, whale =>
        {
            whales.Add(whale);
            watch.Observe(whale);
        });
        book.Snapshot(0, []);
        // Levels of 90 to 110 at 10,000 and around, so that 10 times 100 is large and a basis point is one.
        for (var i = 0; i < 400; i++) Set(0, i % 2 == 0 ? Side.Buy : Side.Sell, i % 2 == 0 ? 9_999 - i / 2 % 50 : 10_001 + i / 2 % 50, 90 + i % 21);
    }

    [Fact]
    public void The_middle_size_is_about_what_comes_by_and_whales_hardly_move_it()
    {
        Assert.InRange(tracker.Typical.Units, 90, 110);
        for (var i = 0; i < 3; i++) Set(1, Side.Buy, 9_900, 1_000_000 + i);
        Assert.InRange(tracker.Typical.Units, 90, 120);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000_000_000)]
    public void Where_it_begins_does_not_matter_for_long(long first)
    {
        var typical = new TypicalSize(WhaleSettings.Usual.WarmUp);
        typical.Add(new Quantity(first));
        for (var i = 0; i < 250; i++) typical.Add(new Quantity(1_000_000 + i % 9 * 1000));
        Assert.InRange(typical.Value.Units, 900_000, 1_100_000);
    }

    [Fact]
    public void Nothing_is_large_before_enough_has_come_by()
    {
        var early = new WhaleTracker(book.Bids, book.Asks, WhaleSettings.Usual, _ => Assert.Fail("too early"));
        for (var i = 0; i < 150; i++) early.Level(new DepthChange(Side.Buy, new Price(9_990), new Quantity(i % 2 == 0 ? 1 : 100_000)), At(i));
    }

    [Fact]
    public void One_that_is_traded_was_consumed_also_when_the_trade_is_told_late()
    {
        Set(1, Side.Sell, 10_001, 2_000);
        tracker.Trade(Side.Sell, new Price(10_001), new Quantity(600), At(1.5));
        Set(1.5, Side.Sell, 10_001, 1_400);
        Set(2, Side.Sell, 10_001, 0);
        tracker.Trade(Side.Sell, new Price(10_001), new Quantity(1_400), At(2.1));
        tracker.Pass(At(3));
        Assert.Equal([WhaleKind.Appeared, WhaleKind.Consumed], whales.Select(w => w.Kind));
        Assert.Equal((new Quantity(2_000), TimeSpan.FromSeconds(1)), (whales[1].Traded, whales[1].Stood));
        Assert.Empty(hints);
    }

    [Fact]
    public void One_that_comes_again_elsewhere_has_moved_whichever_change_comes_first()
    {
        Set(1, Side.Buy, 9_990, 2_000);
        Set(2, Side.Buy, 9_990, 0);
        Set(2.1, Side.Buy, 9_992, 2_100);
        Set(3, Side.Buy, 9_994, 2_100);
        Set(3.1, Side.Buy, 9_992, 0);
        tracker.Pass(At(9));
        Assert.Equal([new Price(9_992), new Price(9_994)], whales.Where(w => w.Kind == WhaleKind.Moved).Select(w => w.To));
        Assert.DoesNotContain(whales, w => w.Kind == WhaleKind.Withdrawn);
        Assert.Empty(hints);
    }

    [Fact]
    public void A_large_one_away_from_the_touch_that_goes_at_once_raises_a_hint_with_what_speaks_for_it()
    {
        Set(1, Side.Buy, 9_990, 3_000);
        tracker.Trade(Side.Sell, new Price(10_001), new Quantity(40), At(1.2));
        Set(1.5, Side.Buy, 9_990, 0);
        tracker.Pass(At(2));
        var hint = Assert.Single(hints);
        Assert.Equal((SpoofPattern.Fleeting, Side.Buy, 1, new Quantity(3_000), new Quantity(40)), (hint.Pattern, hint.Side, hint.Levels, hint.Size, hint.TradedOpposite));
        // Soon gone 25, thirty times the usual 15 or 14, nothing traded 20, the other side traded 15.
        Assert.InRange(hint.Score, 73, 75);
    }

    [Fact]
    public void Several_on_one_side_at_once_are_layers_and_score_more()
    {
        foreach (var (price, at) in new[] { (10_010, 1.0), (10_012, 1.1), (10_014, 1.2) }) Set(at, Side.Sell, price, 2_000 + price);
        foreach (var (price, at) in new[] { (10_010, 2.0), (10_012, 2.1), (10_014, 2.2) }) Set(at, Side.Sell, price, 100);
        tracker.Pass(At(4));
        var layered = Assert.Single(hints, h => h.Pattern == SpoofPattern.Layered);
        Assert.Equal((Side.Sell, 3, new Price(10_010), new Price(10_014)), (layered.Side, layered.Levels, layered.Nearest, layered.Farthest));
        Assert.True(layered.Score > hints.Where(h => h.Pattern == SpoofPattern.Fleeting).Max(h => h.Score));
    }

    [Fact]
    public void One_after_the_other_are_no_layers()
    {
        for (var i = 0; i < 4; i++)
        {
            Set(1 + i * 0.2, Side.Sell, 10_010 + i * 3, 2_000 * (1 + i));
            Set(1.1 + i * 0.2, Side.Sell, 10_010 + i * 3, 0);
        }
        tracker.Pass(At(4));
        Assert.DoesNotContain(hints, h => h.Pattern == SpoofPattern.Layered);
    }

    [Theory]
    [InlineData("it stood long", 9_990, 3_000, 5.0, 0)]
    [InlineData("it could have been traded at any moment", 9_999, 3_000, 0.5, 0)]
    [InlineData("nobody looks that far", 9_000, 3_000, 0.5, 0)]
    [InlineData("it is not large", 9_990, 800, 0.5, 0)]
    [InlineData("some of it was traded", 9_990, 3_000, 0.5, 700)]
    public void What_has_another_explanation_raises_none(string why, long price, long size, double stands, long traded)
    {
        Set(1, Side.Buy, price, size);
        if (traded > 0) tracker.Trade(Side.Buy, new Price(price), new Quantity(traded), At(1.1));
        Set(1 + stands, Side.Buy, price, 0);
        tracker.Pass(At(20));
        Assert.True(hints.Count == 0, why);
    }

    [Fact]
    public void A_void_book_has_withdrawn_nothing()
    {
        Set(1, Side.Buy, 9_990, 3_000);
        tracker.Clear();
        tracker.Pass(At(9));
        Assert.Equal((1, 0, 0), (whales.Count, hints.Count, tracker.Standing));
    }

    [Fact]
    public void An_order_by_its_name_is_followed_where_it_goes()
    {
        tracker.Rests(77, Side.Buy, new Price(9_980), new Quantity(5_000), At(1));
        tracker.Rests(77, Side.Buy, new Price(9_985), new Quantity(5_000), At(2));
        tracker.Pass(At(3));
        Assert.Equal((WhaleKind.Moved, new Price(9_985)), (whales[^1].Kind, whales[^1].To));
    }

    private void Set(double second, Side side, long price, long size)
    {
        var change = new DepthChange(side, new Price(price), new Quantity(size));
        Assert.Equal(DepthVerdict.Applied, book.Apply(book.Sequence + 1, book.Sequence + 1, [change]));
        tracker.Level(change, At(second));
    }

    private static Timestamp At(double second) => new((long)(second * 1e9));
}
