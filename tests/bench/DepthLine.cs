using System.Diagnostics;
using Noderr.Domain.Depth;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Tests.Bench;

/// <summary>One change of a book by prices, and one change of an order.</summary>
internal static class DepthLine
{
    private const int Levels = 500, Changes = 2_000_000, Resting = 20_000;

    /// <summary>Nine of ten changes come within ten levels of the best, and one of four takes a level away or puts it there.</summary>
    public static Line Book { get; } = new("depth", [($"book delta, {Levels} levels a side", "ns", false)], () =>
    {
        var (book, random) = (new DepthBook(), new SeededRandom(3));
        var start = new DepthChange[2 * Levels];
        for (var i = 0; i < Levels; i++) (start[2 * i], start[2 * i + 1]) = (Change(Side.Buy, i, 10), Change(Side.Sell, i, 10));
        book.Snapshot(0, start);
        var changes = new DepthChange[Changes];
        for (var i = 0; i < Changes; i++)
        {
            var level = (int)(random.Unit() < 0.9 ? random.Unit() * 10 : random.Unit() * Levels);
            changes[i] = Change(i % 2 == 0 ? Side.Buy : Side.Sell, level, random.Unit() < 0.25 ? 0 : 1 + (long)(random.Unit() * 100));
        }
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Changes; i++) book.Apply(i + 1, i + 1, changes.AsSpan(i, 1));
        return [clock.Elapsed.TotalNanoseconds / Changes];
    });

    /// <summary>Half of the changes add an order near the best, half take one of them away, trade or shrink it; some 20,000 rest.</summary>
    public static Line Queues { get; } = new("queues", [($"book by orders, a change among {Resting:N0} orders", "ns", false)], () =>
    {
        var (book, random, alive, next) = (new QueueBook(), new SeededRandom(4), new List<UInt128>(Resting), (UInt128)0);
        var changes = new QueueChange[Changes];
        for (var i = 0; i < Changes; i++)
        {
            if (alive.Count < Resting || i % 2 == 0)
            {
                var level = (int)(random.Unit() < 0.9 ? random.Unit() * 10 : random.Unit() * Levels);
                var side = random.Unit() < 0.5 ? Side.Buy : Side.Sell;
                alive.Add(++next);
                changes[i] = QueueChange.Add(next, side, new Price(side == Side.Buy ? 100_000 - level : 100_001 + level), new Quantity(1000));
                continue;
            }
            var at = (int)(random.Unit() * alive.Count);
            changes[i] = random.Unit() < 0.5 ? QueueChange.Delete(alive[at]) : QueueChange.Execute(alive[at], new Quantity(1000));
            (alive[at], alive[^1]) = (alive[^1], alive[at]);
            alive.RemoveAt(alive.Count - 1);
        }
        book.Snapshot(0, changes.AsSpan(0, Resting));
        var clock = Stopwatch.StartNew();
        for (var i = Resting; i < Changes; i++) book.Apply(i - Resting + 1, i - Resting + 1, changes.AsSpan(i, 1));
        if (book.Gaps > 0) throw new InvalidOperationException("a change does not fit the book");
        return [clock.Elapsed.TotalNanoseconds / (Changes - Resting)];
    });

    /// <summary>Submitted, accepted, filled in three parts.</summary>
    public static Line Order { get; } = new("order", [("order apply, a change", "ns", false)], () =>
    {
        const int Orders = 200_000, Steps = 5;
        var orders = new Order[Orders];
        for (var i = 0; i < Orders; i++) orders[i] = new Order(new Identity((UInt128)i), Side.Buy, new Quantity(30));
        var clock = Stopwatch.StartNew();
        foreach (var order in orders)
        {
            order.Apply(OrderChange.Submitted, OrderSource.Local);
            order.Apply(OrderChange.Accepted, OrderSource.Venue);
            for (var trade = 1; trade <= 3; trade++) order.Fill((UInt128)trade, new Quantity(10), new Price(5), OrderSource.Venue);
        }
        return [clock.Elapsed.TotalNanoseconds / (Orders * Steps)];
    });

    private static DepthChange Change(Side side, int level, long size) =>
        new(side, new Price(side == Side.Buy ? 100_000 - level : 100_001 + level), new Quantity(size));
}
