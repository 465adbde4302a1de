using System.Globalization;
using System.Security;
using System.Text;
using Noderr.Domain.Books;

namespace Noderr.Cli.Backtesting;

/// <summary>equity.svg: the profit of all and of each strategy over time, and below it how far it has fallen from its highest.</summary>
internal static class EquityChart
{
    private const int Width = 960, Height = 460, Left = 90, Right = 20, Top = 56, Bottom = 340, FallTop = 360, FallBottom = 420;

    private static readonly string[] colours = ["#d97706", "#7c3aed", "#0891b2", "#be185d", "#4d7c0f", "#6b7280"];

    public static string Draw(Book book, EquityCurve curve)
    {
        var points = curve.Points;
        var totals = points.Select(p => p.Total.ToDouble()).ToArray();
        var times = points.Select(p => (double)(p.At.Nanoseconds - points[0].At.Nanoseconds)).ToArray();
        double[][] strategies = [.. Enumerable.Range(0, book.Strategies.Count).Select(s => points.Select(p => p.Profits[s].ToDouble()).ToArray())];
        var falls = Falls(totals);
        double[] all = [0, .. totals, .. strategies.SelectMany(s => s)];
        var (least, most) = (all.Min(), all.Max());
        if (most - least < 1e-9) (least, most) = (-1, 1);
        var across = new Axis(0, Math.Max(times.LastOrDefault(), 1), Left, Width - Right);
        var up = new Axis(least, most, Bottom, Top);
        var down = new Axis(0, Math.Max(falls.DefaultIfEmpty(0).Max(), 1e-9), FallTop, FallBottom);

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" role="img" aria-label="Profit over time of the book {Text(book.Name)}">
            <style>
            svg {"{"} background: #ffffff; font: 12px system-ui, sans-serif; fill: #374151; {"}"}
            .grid {"{"} stroke: #e5e7eb; {"}"} .zero {"{"} stroke: #9ca3af; {"}"} .line {"{"} fill: none; stroke-width: 1; {"}"}
            .total {"{"} stroke: #1d4ed8; stroke-width: 2; {"}"} .fall {"{"} fill: #dc2626; opacity: .35; {"}"} .title {"{"} font-size: 15px; font-weight: 600; {"}"}
            </style>
            <text class="title" x="{Left}" y="24">Profit of {Text(book.Name)}</text>

            """);
        foreach (var value in Ticks(least, most))
        {
            Rule(svg, "grid", up.At(value));
            Label(svg, Left - 8, up.At(value) + 4, Number(value));
        }
        Rule(svg, "zero", up.At(0));
        for (var s = 0; s < strategies.Length; s++) Line(svg, $"stroke=\"{Colour(s)}\" class=\"line\"", times, strategies[s], across, up);
        Line(svg, "class=\"line total\"", times, totals, across, up);
        svg.Append(CultureInfo.InvariantCulture, $"<polygon class=\"fall\" points=\"{Left},{FallTop} ");
        Points(svg, times, falls, across, down);
        svg.Append(CultureInfo.InvariantCulture, $"{Width - Right},{FallTop}\"/>\n");
        Label(svg, Left - 8, FallTop + 10, "below its");
        Label(svg, Left - 8, FallTop + 25, "highest");
        Label(svg, Left - 8, FallBottom, Number(-falls.DefaultIfEmpty(0).Max()));
        Dates(svg, points, across);
        Legend(svg, book);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Rule(StringBuilder svg, string look, double y) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{look}\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>\n");

    private static void Label(StringBuilder svg, double x, double y, string text, string anchor = "end") =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{Text(text)}</text>\n");

    private static double[] Falls(double[] totals)
    {
        var peak = 0.0;
        return [.. totals.Select(t => (peak = Math.Max(peak, t)) - t)];
    }

    private static void Line(StringBuilder svg, string look, double[] times, double[] values, Axis across, Axis up)
    {
        svg.Append($"<polyline {look} points=\"");
        Points(svg, times, values, across, up);
        svg.Append("\"/>\n");
    }

    private static void Points(StringBuilder svg, double[] times, double[] values, Axis across, Axis up)
    {
        for (var i = 0; i < values.Length; i++) svg.Append(CultureInfo.InvariantCulture, $"{across.At(times[i]):0.##},{up.At(values[i]):0.##} ");
    }

    private static void Dates(StringBuilder svg, IReadOnlyList<EquityPoint> points, Axis across)
    {
        if (points.Count == 0) return;
        const int labels = 4;
        var (first, last) = (points[0].At.ToDateTimeOffset(), points[^1].At.ToDateTimeOffset());
        var format = last - first > TimeSpan.FromDays(3) ? "yyyy-MM-dd" : last - first > TimeSpan.FromMinutes(10) ? "yyyy-MM-dd HH:mm" : "HH:mm:ss";
        for (var i = 0; i <= labels; i++)
        {
            var at = first + (last - first) * ((double)i / labels);
            var anchor = i == 0 ? "start" : i == labels ? "end" : "middle";
            Label(svg, across.At(across.Most * i / labels), Height - 14, at.ToString(format, CultureInfo.InvariantCulture), anchor);
        }
    }

    private static void Legend(StringBuilder svg, Book book)
    {
        var x = Left;
        foreach (var (name, colour) in book.Strategies.Select((s, i) => (s.Name, Colour(i))).Prepend(("all together", "#1d4ed8")))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"36\" width=\"14\" height=\"3\" fill=\"{colour}\"/>\n");
            Label(svg, x + 20, 42, name, "start");
            x += 40 + name.Length * 7;
        }
    }

    private static IEnumerable<double> Ticks(double least, double most)
    {
        var rough = (most - least) / 5;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = magnitude * (rough / magnitude < 1.5 ? 1 : rough / magnitude < 3.5 ? 2 : rough / magnitude < 7.5 ? 5 : 10);
        for (var k = Math.Ceiling(least / step); k * step <= most; k++) yield return k * step;
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { >= 100 => "#,0", >= 1 => "0.##", _ => "0.######" }, CultureInfo.InvariantCulture);

    private static string Colour(int strategy) => colours[strategy % colours.Length];

    private static string Text(string text) => SecurityElement.Escape(text);

    /// <summary>Values on one side, places in the picture on the other.</summary>
    private readonly record struct Axis(double Least, double Most, double From, double To)
    {
        public double At(double value) => From + (value - Least) / (Most - Least) * (To - From);
    }
}
