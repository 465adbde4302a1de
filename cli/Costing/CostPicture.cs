using System.Globalization;
using Noderr.Cli.Kafka.Output;
using Noderr.Domain.Numbers;
using Noderr.Routing.Costs;

namespace Noderr.Cli.Costing;

/// <summary>How slippage lies at each venue, and what the shortfall of each strategy is made of.</summary>
internal static class CostPicture
{
    private const int Width = 1000, Left = 210, Right = 40, VenueRow = 72, PartsRow = 40, Bins = 72;

    private static readonly (string Name, Func<CostParts, Money> Of)[] parts =
    [
        ("delay", p => p.Delay), ("spread", p => p.Spread), ("impact", p => p.Impact), ("opportunity", p => p.Opportunity), ("fees", p => p.Fees),
    ];

    public static string Page(CostReport report) => $$"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>What trading has cost</title>
        <style>body { margin: 2rem auto; max-width: {{Width}}px; background: #ffffff } svg { width: 100%; height: auto } @media (prefers-color-scheme: dark) { body { background: #0f172a } }</style></head>
        <body>
        {{Draw(report)}}</body></html>

        """;

    public static string Draw(CostReport report)
    {
        var sheet = new SvgSheet(Width);
        var y = Slippage(sheet, report, 34);
        y = Shortfalls(sheet, report, y + 52);
        return sheet.Finish(y + 24, "Slippage of orders per venue and shortfall of decisions by parts per strategy");
    }

    private static double Slippage(SvgSheet sheet, CostReport report, double top)
    {
        sheet.Text(24, top, "Slippage per venue", "title")
            .Text(24, top + 20, $"each order's average price against the mid when it was made; {Say.Count(report.Orders.Count(o => o.SlippageMillionths is not null), "filled order")}, {report.Orders.Min(o => o.Made).ToDateTimeOffset():yyyy-MM-dd HH:mm} to {report.Orders.Max(o => o.Made).ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC");
        sheet.Rect("bar", Width - Right - 300, top - 11, 12, 12).Text(Width - Right - 282, top, "orders").Line("mark", Width - Right - 222, top - 12, Width - Right - 222, top + 2).Text(Width - Right - 214, top, "median").Line("zero", Width - Right - 150, top - 12, Width - Right - 150, top + 2).Text(Width - Right - 142, top, "0, the arrival mid");
        double[] all = [.. report.Orders.Where(o => o.SlippageMillionths is not null).Select(BasisPoints).Order()];
        // The last per cent on either side would press all others together: it is shown at the edges.
        var axis = PlotAxis.Around(all.Length == 0 ? [] : [Ranking.Percentile(all, 1)!.Value, Ranking.Percentile(all, 99)!.Value], Left, Width - Right);
        var (first, y) = (top + 40, top + 40);
        var bottom = first + report.Venues.Length * VenueRow;
        Grid(sheet, axis, first, bottom, "slippage in basis points: right of 0 is bad for us; the outermost bars hold all that lies beyond");
        foreach (var venue in report.Venues)
        {
            double[] sorted = [.. report.Orders.Where(o => report.VenueOf(o) == venue.Name && o.SlippageMillionths is not null).Select(BasisPoints).Order()];
            Histogram(sheet, axis, sorted, y + VenueRow - 6);
            sheet.Line("grid", Left, y + VenueRow - 6, Width - Right, y + VenueRow - 6);
            sheet.Text(24, y + 26, venue.Name, "name").Text(24, y + 43, $"{Say.Count(venue.Sent, "order")}, {Cells.Percent(venue.FillMillionths)} % filled")
                .Text(24, y + 59, string.Create(CultureInfo.InvariantCulture, $"fees {Cells.BasisPoints(venue.FeeMillionths)} bp, score {venue.Score:0}"));
            if (Ranking.Percentile(sorted, 50) is { } median)
            {
                var x = axis.At(Math.Clamp(median, axis.Least, axis.Most));
                sheet.Line("mark", x, y + 8, x, y + VenueRow - 6).Text(x + 5, y + 16, string.Create(CultureInfo.InvariantCulture, $"{median:0.00} bp"), "name");
            }
            y += VenueRow;
        }
        return bottom + 40;
    }

    private static void Histogram(SvgSheet sheet, PlotAxis axis, double[] values, double ground)
    {
        const double highest = VenueRow - 26;
        var counts = new int[Bins];
        foreach (var value in values) counts[Math.Clamp((int)((value - axis.Least) / (axis.Most - axis.Least) * Bins), 0, Bins - 1)]++;
        var (most, step) = (Math.Max(1, counts.Max()), (axis.To - axis.From) / Bins);
        for (var b = 0; b < Bins; b++)
        {
            if (counts[b] == 0) continue;
            var (high, from) = (Math.Max(1.5, counts[b] * highest / most), axis.Least + (axis.Most - axis.Least) * b / Bins);
            sheet.Rect("bar", axis.From + b * step + 0.5, ground - high, step - 1, high, string.Create(CultureInfo.InvariantCulture, $"{from:0.00} to {from + (axis.Most - axis.Least) / Bins:0.00} bp: {counts[b]} of {values.Length}"));
        }
    }

    private static double Shortfalls(SvgSheet sheet, CostReport report, double top)
    {
        sheet.Text(24, top, "Shortfall by parts, per strategy", "title").Text(24, top + 20, "what was paid beyond the price of the decision, in basis points of what was wanted");
        Legend(sheet, top + 42);
        Scorecard[] cards = [.. report.Strategies.Where(s => s.WantedAtDecision.Units > 0)];
        var axis = PlotAxis.Around(cards.SelectMany(c => new[] { Stacked(c, 1), Stacked(c, -1) }), Left, Width - Right);
        var (first, y) = (top + 56, top + 56);
        var bottom = first + cards.Length * PartsRow;
        Grid(sheet, axis, first, bottom, "basis points of what was wanted: right of 0 is bad for us");
        foreach (var card in cards)
        {
            var (worse, better) = (0.0, 0.0);
            foreach (var (name, of) in parts)
            {
                var value = Share(card, of(card.Parts));
                ref var end = ref value > 0 ? ref worse : ref better;
                var (a, b) = (axis.At(end), axis.At(end + value));
                sheet.Rect(name, Math.Min(a, b), y + 8, Math.Abs(b - a), PartsRow - 16, string.Create(CultureInfo.InvariantCulture, $"{name}: {value:0.00} bp, {Cells.Amount(of(card.Parts))}"));
                end += value;
            }
            var total = Share(card, card.Parts.Total);
            sheet.Diamond("total", axis.At(total), y + PartsRow / 2.0, 6, string.Create(CultureInfo.InvariantCulture, $"in all: {total:0.00} bp"));
            sheet.Text(24, y + 18, card.Name, "name").Text(24, y + 33, string.Create(CultureInfo.InvariantCulture, $"{Say.Count(card.Orders, "decision")}, in all {total:0.00} bp"));
            y += PartsRow;
        }
        return bottom + 40;
    }

    private static void Legend(SvgSheet sheet, double y)
    {
        var x = (double)Left;
        foreach (var (name, _) in parts)
        {
            sheet.Rect(name, x, y - 10, 12, 12).Text(x + 18, y, name);
            x += 42 + name.Length * 7;
        }
        sheet.Diamond("total", x + 6, y - 4, 6, "in all").Text(x + 18, y, "in all");
    }

    private static void Grid(SvgSheet sheet, PlotAxis axis, double top, double bottom, string title)
    {
        foreach (var value in axis.Ticks())
            sheet.Line(Math.Abs(value) < 1e-9 ? "zero" : "grid", axis.At(value), top, axis.At(value), bottom).Text(axis.At(value), bottom + 16, value.ToString("0.##", CultureInfo.InvariantCulture), anchor: "middle");
        sheet.Text((axis.From + axis.To) / 2, bottom + 36, title, anchor: "middle");
    }

    private static double Stacked(Scorecard card, int sign) => parts.Select(p => Share(card, p.Of(card.Parts))).Where(v => v * sign > 0).Sum();

    private static double Share(Scorecard card, Money part) => (card.WantedAtDecision.Millionths(part) ?? 0) / 100.0;

    private static double BasisPoints(OrderCost order) => order.SlippageMillionths!.Value / 100.0;
}
