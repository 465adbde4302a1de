using Noderr.Domain.Orders;
using Noderr.Simulation.Matching;

namespace Noderr.Tests.Unit.Simulation.Matching;

/// <summary>A book that is too slow to be wrong: one list in the order of arrival, searched from end to end.</summary>
internal sealed class SlowBook
{
    private sealed record Order(long Id, Side Side, long Price, long Left);

    private readonly List<Order> orders = [];

    public List<Trade> Trades { get; } = [];

    public IReadOnlyList<long> Ids => [.. orders.Select(o => o.Id)];

    public Answer Play(BookCommand c)
    {
        var at = orders.FindIndex(o => o.Id == c.Id);
        switch (c.Operation)
        {
            case BookOperation.Enter or BookOperation.EnterOrGiveUp:
                if (c.Size is <= 0 or > MatchingEngine.LargestSize) return Answer.BadSize;
                if (Math.Abs(c.Price) > MatchingEngine.HighestPrice) return Answer.BadPrice;
                if (at >= 0) return Answer.OrderIsThere;
                return Take(new Order(c.Id, c.Side, c.Price, c.Size), c.Operation == BookOperation.Enter);
            case BookOperation.Move:
                if (Math.Abs(c.Price) > MatchingEngine.HighestPrice) return Answer.BadPrice;
                if (at < 0) return Answer.UnknownOrder;
                var moved = orders[at] with { Price = c.Price };
                orders.RemoveAt(at);
                return Take(moved, rests: true);
            case BookOperation.Reduce:
                if (c.Size <= 0) return Answer.BadSize;
                if (at < 0) return Answer.UnknownOrder;
                if (c.Size >= orders[at].Left) orders.RemoveAt(at);
                else orders[at] = orders[at] with { Left = orders[at].Left - c.Size };
                return Answer.Done;
            default:
                if (at < 0) return Answer.UnknownOrder;
                orders.RemoveAt(at);
                return Answer.Done;
        }
    }

    public BookLevel[] Levels(Side side)
    {
        var levels = orders.Where(o => o.Side == side).GroupBy(o => o.Price).Select(g => new BookLevel(side, g.Key, g.Sum(o => o.Left), g.Count()));
        return [.. side == Side.Buy ? levels.OrderByDescending(l => l.Price) : levels.OrderBy(l => l.Price)];
    }

    private Answer Take(Order taker, bool rests)
    {
        while (taker.Left > 0 && Best(taker) is { } maker)
        {
            var size = Math.Min(taker.Left, maker.Left);
            taker = taker with { Left = taker.Left - size };
            Trades.Add(new Trade(taker.Id, maker.Id, maker.Price, size, maker.Left == size, taker.Left == 0));
            var at = orders.IndexOf(maker);
            if (maker.Left == size) orders.RemoveAt(at);
            else orders[at] = maker with { Left = maker.Left - size };
        }
        if (taker.Left == 0) return Answer.Done;
        if (!rests) return Answer.GivenUp;
        orders.Add(taker);
        return Answer.Done;
    }

    // The best price, and at that price who came first.
    private Order? Best(Order taker) => taker.Side == Side.Buy
        ? orders.Where(o => o.Side == Side.Sell && o.Price <= taker.Price).MinBy(o => o.Price)
        : orders.Where(o => o.Side == Side.Buy && o.Price >= taker.Price).MaxBy(o => o.Price);
}
