using System.Globalization;
using System.Security;
using System.Text;

namespace Noderr.Cli.Costing;

/// <summary>Shapes and words of a picture, in colours that suit a bright page and a dark one.</summary>
internal sealed class SvgSheet(int width)
{
    private const string Style = """
        svg { --page: #ffffff; --ink: #111827; --soft: #4b5563; --grid: #e5e7eb; --zero: #6b7280; --bar: #2563eb; background: var(--page); font: 12px system-ui, 'DejaVu Sans', sans-serif; }
        @media (prefers-color-scheme: dark) { svg { --page: #0f172a; --ink: #f1f5f9; --soft: #94a3b8; --grid: #1e293b; --zero: #64748b; --bar: #60a5fa; } }
        .page { fill: var(--page); } text { fill: var(--soft); } .title { fill: var(--ink); font-size: 16px; font-weight: 600; } .name { fill: var(--ink); font-weight: 600; }
        .grid { stroke: var(--grid); } .zero { stroke: var(--zero); } .bar { fill: var(--bar); opacity: .8; } .mark { stroke: var(--ink); stroke-width: 2; } .total { fill: var(--ink); stroke: var(--page); }
        .delay { fill: #8b5cf6; } .spread { fill: #0ea5e9; } .impact { fill: #f59e0b; } .opportunity { fill: #10b981; } .fees { fill: #e11d48; }

        """;

    private readonly StringBuilder body = new();

    public SvgSheet Rect(string look, double x, double y, double wide, double high, string? says = null)
    {
        body.Append(CultureInfo.InvariantCulture, $"<rect class=\"{look}\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{wide:0.##}\" height=\"{high:0.##}\"");
        body.Append(says is null ? "/>\n" : $"><title>{Escape(says)}</title></rect>\n");
        return this;
    }

    public SvgSheet Line(string look, double fromX, double fromY, double toX, double toY)
    {
        body.Append(CultureInfo.InvariantCulture, $"<line class=\"{look}\" x1=\"{fromX:0.##}\" y1=\"{fromY:0.##}\" x2=\"{toX:0.##}\" y2=\"{toY:0.##}\"/>\n");
        return this;
    }

    public SvgSheet Diamond(string look, double x, double y, double half, string says)
    {
        body.Append(CultureInfo.InvariantCulture, $"<path class=\"{look}\" d=\"M{x - half:0.##},{y:0.##} L{x:0.##},{y - half:0.##} L{x + half:0.##},{y:0.##} L{x:0.##},{y + half:0.##} Z\"><title>{Escape(says)}</title></path>\n");
        return this;
    }

    public SvgSheet Text(double x, double y, string text, string look = "", string anchor = "start")
    {
        body.Append(CultureInfo.InvariantCulture, $"<text{(look.Length > 0 ? $" class=\"{look}\"" : "")} x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\">{Escape(text)}</text>\n");
        return this;
    }

    public string Finish(double height, string label) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height:0}\" width=\"{width}\" height=\"{height:0}\" role=\"img\" aria-label=\"{Escape(label)}\">\n<style>\n{Style}</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n");

    private static string Escape(string text) => SecurityElement.Escape(text);
}
