using System.Globalization;
using Noderr.Cli.Kafka.Output;
using Noderr.Domain.Numbers;
using Noderr.Routing.Costs;
using static Noderr.Cli.Costing.Cells;

namespace Noderr.Cli.Costing;

/// <summary>The report as text.</summary>
internal static class CostTables
{
    private const int Shown = 10;

    public static void Write(CostReport report, TextWriter output)
    {
        Head(report, output);
        output.WriteLine();
        output.WriteLine("Per venue: each order against the mid when it was made; costs above zero are ours to bear");
        Venues(report, output);
        output.WriteLine();
        output.WriteLine("Per strategy: the shortfall of each decision, all slices together, by where it came from");
        Shortfalls("strategy", report.Strategies, output);
        output.WriteLine();
        output.WriteLine("Per way of working");
        Shortfalls("style", report.Styles, output);
        output.WriteLine();
        output.WriteLine("Decisions that cost most");
        Decisions(report, report.Worst.Take(Shown), output);
    }

    /// <summary>One decision or order in full.</summary>
    public static void WriteOne(CostReport report, OrderCost cost, TextWriter output)
    {
        output.WriteLine($"{cost.Side.ToString().ToLowerInvariant()} {cost.Wanted} {report.InstrumentOf(cost)}, {report.StrategyOf(cost)}, {cost.Style}: {cost.Filled} filled{(cost.Average is { } average ? $" at {average} on average" : "")}");
        Line("made", $"{cost.Made}");
        Line("first fill", Span(cost.ToFirstFill));
        Line("full", Span(cost.ToFull));
        Line("venue's word", Span(cost.Latency));
        if (cost.Benchmarks is not { } held)
        {
            output.WriteLine("  its market is not on record: what it has cost is not known");
            return;
        }
        Line("decision", $"{held.Decision}");
        Line("arrival mid", $"{held.Arrival}, half the spread {held.HalfSpread}");
        if (held.Interval is { } interval) Line("interval", $"{interval.Price}, {(interval.Of == AverageOf.Trades ? "the market's trades by size" : "mids by time, the market has shown no trade")}");
        Line("end mid", $"{held.End}");
        var table = new Table("  against", ">money", ">bp");
        Against("  decision", cost.SlippageToDecision, cost.FilledAtArrival);
        Against("  arrival", cost.SlippageToArrival, cost.FilledAtArrival);
        if (cost.SlippageToInterval is { } beyond) Against("  interval", beyond, cost.FilledAtArrival);
        table.Write(output);
        table = new Table("  shortfall", ">money", ">bp");
        var p = cost.Parts;
        foreach (var (name, part) in new[] { ("delay", p.Delay), ("spread", p.Spread), ("impact", p.Impact), ("opportunity", p.Opportunity), ("fees", p.Fees), ("in all", p.Total) })
            Against($"  {name}", part, cost.WantedAtDecision);
        table.Write(output);

        void Line(string name, string text) => output.WriteLine($"  {name,-14}{text}");
        void Against(string name, Money money, Money whole) => table.Add(name, Amount(money), BasisPoints(whole.Units > 0 ? money.InMillionthsOf(whole) : null));
    }

    private static void Head(CostReport report, TextWriter output)
    {
        var averages = report.Orders.Where(o => o.Benchmarks?.Interval is not null).ToLookup(o => o.Benchmarks!.Interval!.Value.Of);
        output.WriteLine($"{Say.Count(report.Orders.Length, "order")} for {Say.Count(report.Decisions.Length, "decision")}, {report.Orders.Min(o => o.Made)} to {report.Orders.Max(o => o.Made)}");
        output.WriteLine($"interval averages: {Say.Number(averages[AverageOf.Trades].Count())} of the market's trades, {Say.Number(averages[AverageOf.Mids].Count())} of mids, where it has shown no trade");
        if (report.Denied > 0) output.WriteLine($"{Say.Count(report.Denied, "order")} denied by ourselves: no venue has seen them, they are not measured");
        var unknown = report.Orders.Count(o => !o.IsMeasured);
        if (unknown > 0) output.WriteLine($"{Say.Count(unknown, "order")} without a market on record: counted, their costs are not known");
    }

    private static void Venues(CostReport report, TextWriter output)
    {
        var table = new Table("venue", ">orders", ">filled %", ">rejects", ">slippage bp", ">to interval bp", ">fees bp", ">slippage", ">fees", ">p50", ">p99", ">score");
        foreach (var v in report.Venues)
        {
            table.Add(
                v.Name, Say.Number(v.Sent), Percent(v.FillMillionths), Say.Number(v.Rejects), BasisPoints(v.SlippageMillionths), BasisPoints(v.IntervalMillionths), BasisPoints(v.FeeMillionths),
                Amount(v.Parts.Execution), Amount(v.Parts.Fees), Span(v.LatencyP50), Span(v.LatencyP99), v.Score is { } score ? score.ToString("0", CultureInfo.InvariantCulture) : Say.Unknown);
        }
        table.Write(output);
    }

    private static void Shortfalls(string what, Scorecard[] cards, TextWriter output)
    {
        var table = new Table(what, ">decisions", ">orders", ">filled %", ">delay", ">spread", ">impact", ">opportunity", ">fees", ">shortfall", ">bp");
        foreach (var c in cards)
        {
            table.Add(
                c.Name, Say.Number(c.Orders), Say.Number(c.Sent), Percent(c.FillMillionths), Amount(c.Parts.Delay), Amount(c.Parts.Spread), Amount(c.Parts.Impact), Amount(c.Parts.Opportunity),
                Amount(c.Parts.Fees), Amount(c.Parts.Total), BasisPoints(c.ShortfallMillionths));
        }
        table.Write(output);
    }

    private static void Decisions(CostReport report, IEnumerable<OrderCost> decisions, TextWriter output)
    {
        var table = new Table("decision", "strategy", "instrument", "side", ">wanted", ">filled", ">average", ">arrival", ">slippage bp", ">shortfall", ">bp");
        foreach (var d in decisions)
        {
            table.Add(
                $"{d.Id}", report.StrategyOf(d), report.InstrumentOf(d), d.Side.ToString().ToLowerInvariant(), $"{d.Wanted}", $"{d.Filled}", $"{d.Average}", $"{d.Benchmarks!.Arrival}",
                BasisPoints(d.SlippageMillionths), Amount(d.Parts.Total), BasisPoints(d.ShortfallMillionths));
        }
        table.Write(output);
    }
}
