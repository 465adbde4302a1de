using System.Globalization;
using System.Security;
using System.Text;

namespace Noderr.Cli.Costing;

/// <summary>Shapes and words of a picture, in colours that suit a bright page and a dark one.</summary>
internal sealed class SvgSheet(int width)
{
    // Written out for both kinds of page: many programs that draw SVG know no variables of CSS.
    private const string Style = """
        svg { background: #ffffff; font: 12px system-ui, 'DejaVu Sans', sans-serif; }
        .page { fill: #ffffff; } text { fill: #4b5563; } .title { fill: #111827; font-size: 16px; font-weight: 600; } .name { fill: #111827; font-weight: 600; }
        .grid { stroke: #e5e7eb; } .zero { stroke: #6b7280; } .bar { fill: #2563eb; opacity: .8; } .mark { stroke: #111827; stroke-width: 2; } .total { fill: #111827; stroke: #ffffff; }
        .delay { fill: #8b5cf6; } .spread { fill: #0ea5e9; } .impact { fill: #f59e0b; } .opportunity { fill: #10b981; } .fees { fill: #e11d48; }
        @media (prefers-color-scheme: dark) {
        svg { background: #0f172a; } .page { fill: #0f172a; } text { fill: #94a3b8; } .title, .name { fill: #f1f5f9; }
        .grid { stroke: #1e293b; } .zero { stroke: #64748b; } .bar { fill: #60a5fa; } .mark { stroke: #f1f5f9; } .total { fill: #f1f5f9; stroke: #0f172a; }
        }

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
