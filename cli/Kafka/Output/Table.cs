namespace Noderr.Cli.Kafka.Output;

/// <summary>Columns for a human: words to the left, numbers (a heading that begins with '>') to the right.</summary>
internal sealed class Table(params string[] headings)
{
    private const string Gap = "  ";

    private readonly List<string[]> rows = [];

    public int Count => rows.Count;

    public void Add(params string[] cells) =>
        rows.Add(cells.Length == headings.Length ? cells : throw new ArgumentException($"{cells.Length} cells under {headings.Length} headings"));

    public void Write(TextWriter output)
    {
        var titles = headings.Select(h => h.TrimStart('>')).ToArray();
        var widths = titles.Select((t, i) => rows.Select(r => r[i].Length).Append(t.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(titles))
            output.WriteLine(string.Join(Gap, row.Select((cell, i) => headings[i].StartsWith('>') ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }
}
