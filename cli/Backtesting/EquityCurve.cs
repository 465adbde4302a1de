using Noderr.Domain.Numbers;

namespace Noderr.Cli.Backtesting;

/// <summary>The profit of each strategy at one time.</summary>
public readonly record struct EquityPoint(Timestamp At, Money[] Profits)
{
    public Money Total => Profits.Aggregate(Money.Zero, (sum, p) => sum + p);
}

/// <summary>
/// How the profits went, in at most 2,000 points whatever the market's length: the last of each second to begin with, and each time they are
/// too many, of intervals twice as long.
/// </summary>
public sealed class EquityCurve(Money[] profits)
{
    private const int Most = 2_000;

    private readonly List<EquityPoint> points = new(Most);
    private Timestamp start, last, end;
    private long interval = 1_000_000_000;
    private bool began;

    public TimeSpan Interval => TimeSpan.FromTicks(interval / 100);

    public IReadOnlyList<EquityPoint> Points => points;

    /// <summary>Comes before the profits change to what they are at that time.</summary>
    internal void Reach(Timestamp at)
    {
        if (!began) (began, start, end) = (true, at, new Timestamp(at.Nanoseconds + interval));
        else if (at >= end) Close(at);
        last = at;
    }

    internal void Finish()
    {
        if (began) points.Add(new EquityPoint(last, [.. profits]));
    }

    private void Close(Timestamp next)
    {
        points.Add(new EquityPoint(last, [.. profits]));
        while (points.Count >= Most) Thin();
        end = new Timestamp(start.Nanoseconds + (Place(next) + 1) * interval);
    }

    private void Thin()
    {
        interval *= 2;
        var kept = 0;
        for (var i = 0; i < points.Count; i++)
            if (i + 1 == points.Count || Place(points[i].At) != Place(points[i + 1].At)) points[kept++] = points[i];
        points.RemoveRange(kept, points.Count - kept);
    }

    private long Place(Timestamp at) => (at.Nanoseconds - start.Nanoseconds) / interval;
}
