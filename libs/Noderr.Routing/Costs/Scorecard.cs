using Noderr.Domain.Numbers;

namespace Noderr.Routing.Costs;

/// <summary>What a group of orders has cost: of a venue, of a strategy, of a way to work them.</summary>
/// <param name="Measured">Those whose market is on record; sums of costs are theirs.</param>
/// <param name="FilledAtArrival">What slippage is a part of.</param>
/// <param name="WantedAtDecision">What the shortfall is a part of.</param>
/// <param name="FillMillionths">The mean over orders of the share that was filled; null where nothing was wanted.</param>
public sealed record Scorecard(
    string Name, int Orders, int Sent, int Measured, int Rejects, Turnover FilledAtArrival, Turnover WantedAtDecision, CostParts Parts, Money SlippageToInterval, Turnover FilledWithInterval,
    long? FillMillionths, TimeSpan? LatencyP50, TimeSpan? LatencyP99)
{
    public long? SlippageMillionths => FilledAtArrival.Millionths(Parts.Execution);

    public long? IntervalMillionths => FilledWithInterval.Millionths(SlippageToInterval);

    public long? FeeMillionths => FilledAtArrival.Millionths(Parts.Fees);

    public long? ShortfallMillionths => WantedAtDecision.Millionths(Parts.Total);

    /// <summary>Rejected of what was sent.</summary>
    public long RejectMillionths => Sent == 0 ? 0 : Rejects * 1_000_000L / Sent;

    /// <summary>
    /// From 0 to 100: 40 for what trading costs, slippage and fees together, halved at 10 basis points; 30 for what is filled; 15 for what is not
    /// rejected; 15 for a latency whose 99th percentile is halved at 100 ms. What is not known scores nothing; null where nothing was sent.
    /// </summary>
    public double? Score
    {
        get
        {
            if (Sent == 0) return null;
            var cost = SlippageMillionths + FeeMillionths is { } millionths ? 1000.0 / (1000 + Math.Max(0, millionths)) : 0;
            var latency = LatencyP99 is { } p99 ? 100 / (100 + Math.Max(0, p99.TotalMilliseconds)) : 0;
            return 40 * cost + 30 * (FillMillionths ?? 0) / 1e6 + 15 * (1 - RejectMillionths / 1e6) + 15 * latency;
        }
    }

    public static Scorecard Of(string name, IReadOnlyCollection<OrderCost> orders)
    {
        var measured = orders.Where(o => o.IsMeasured).ToArray();
        TimeSpan[] latencies = [.. orders.Where(o => o.Latency is not null).Select(o => o.Latency!.Value).Order()];
        long[] fills = [.. orders.Where(o => o.FillMillionths is not null).Select(o => o.FillMillionths!.Value)];
        var held = measured.Where(o => o.SlippageToInterval is not null).ToArray();
        return new Scorecard(
            name, orders.Count, orders.Sum(o => o.Orders), measured.Length, orders.Sum(o => o.Rejects),
            Turnover.Of(measured, o => o.FilledAtArrival), Turnover.Of(measured, o => o.WantedAtDecision), measured.Aggregate(CostParts.None, (sum, o) => sum + o.Parts),
            held.Aggregate(Money.Zero, (sum, o) => sum + o.SlippageToInterval!.Value), Turnover.Of(held, o => o.FilledAtArrival), fills.Length == 0 ? null : fills.Sum() / fills.Length,
            Ranking.Percentile(latencies, 50), Ranking.Percentile(latencies, 99));
    }

    /// <summary>One for each name, in the order of names.</summary>
    public static Scorecard[] By(IEnumerable<OrderCost> orders, Func<OrderCost, string> name) =>
        [.. orders.GroupBy(name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Of(g.Key, [.. g]))];
}
