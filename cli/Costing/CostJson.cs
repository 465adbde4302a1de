using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Output;
using Noderr.Routing.Costs;

namespace Noderr.Cli.Costing;

/// <summary>The report for programs: amounts and prices as text with all their digits, shares in millionths, times in nanoseconds.</summary>
internal static class CostJson
{
    private const int Shown = 10;

    public static JsonObject Of(CostReport report) => new()
    {
        ["orders"] = report.Orders.Length,
        ["decisions"] = report.Decisions.Length,
        ["denied"] = report.Denied,
        ["unmeasured"] = report.Orders.Count(o => !o.IsMeasured),
        ["venues"] = JsonText.Array(report.Venues, Of),
        ["strategies"] = JsonText.Array(report.Strategies, Of),
        ["styles"] = JsonText.Array(report.Styles, Of),
        ["worst"] = JsonText.Array(report.Worst.Take(Shown), d => Of(report, d)),
    };

    public static JsonObject Of(CostReport report, OrderCost cost) => new()
    {
        ["id"] = $"{cost.Id}",
        ["decision"] = $"{cost.Parent}",
        ["orders"] = cost.Orders,
        ["strategy"] = report.StrategyOf(cost),
        ["instrument"] = report.InstrumentOf(cost),
        ["side"] = cost.Side.ToString().ToLowerInvariant(),
        ["style"] = cost.Style,
        ["made"] = $"{cost.Made}",
        ["wanted"] = $"{cost.Wanted}",
        ["filled"] = $"{cost.Filled}",
        ["average"] = cost.Average?.ToString(),
        ["decisionPrice"] = cost.Benchmarks?.Decision.ToString(),
        ["arrival"] = cost.Benchmarks?.Arrival.ToString(),
        ["halfSpread"] = cost.Benchmarks?.HalfSpread.ToString(),
        ["interval"] = cost.Benchmarks?.Interval?.Price.ToString(),
        ["intervalOf"] = cost.Benchmarks?.Interval?.Of.ToString().ToLowerInvariant(),
        ["end"] = cost.Benchmarks?.End.ToString(),
        ["slippageToDecision"] = cost.IsMeasured ? $"{cost.SlippageToDecision}" : null,
        ["slippageToArrival"] = cost.IsMeasured ? $"{cost.SlippageToArrival}" : null,
        ["slippageToInterval"] = cost.SlippageToInterval?.ToString(),
        ["slippageMillionths"] = cost.SlippageMillionths,
        ["shortfall"] = cost.IsMeasured ? Of(cost.Parts) : null,
        ["shortfallMillionths"] = cost.ShortfallMillionths,
        ["fillMillionths"] = cost.FillMillionths,
        ["latency"] = Nanoseconds(cost.Latency),
        ["toFirstFill"] = Nanoseconds(cost.ToFirstFill),
        ["toFull"] = Nanoseconds(cost.ToFull),
    };

    private static JsonNode Of(Scorecard card) => new JsonObject
    {
        ["name"] = card.Name,
        ["decisions"] = card.Orders,
        ["orders"] = card.Sent,
        ["measured"] = card.Measured,
        ["rejects"] = card.Rejects,
        ["fillMillionths"] = card.FillMillionths,
        ["slippageMillionths"] = card.SlippageMillionths,
        ["intervalMillionths"] = card.IntervalMillionths,
        ["feeMillionths"] = card.FeeMillionths,
        ["shortfall"] = Of(card.Parts),
        ["shortfallMillionths"] = card.ShortfallMillionths,
        ["latencyP50"] = Nanoseconds(card.LatencyP50),
        ["latencyP99"] = Nanoseconds(card.LatencyP99),
        ["score"] = card.Score is { } score ? Math.Round(score, 2) : null,
    };

    private static JsonObject Of(in CostParts parts) => new()
    {
        ["delay"] = $"{parts.Delay}",
        ["spread"] = $"{parts.Spread}",
        ["impact"] = $"{parts.Impact}",
        ["opportunity"] = $"{parts.Opportunity}",
        ["fees"] = $"{parts.Fees}",
        ["total"] = $"{parts.Total}",
    };

    private static long? Nanoseconds(TimeSpan? span) => span is { } s ? s.Ticks * TimeSpan.NanosecondsPerTick : null;
}
