using Noderr.Domain.Books;

namespace Noderr.Cli.Backtesting;

/// <summary>equity.csv: the points of the curve, the profit of all and of each strategy.</summary>
internal static class EquityFile
{
    public static void Write(string path, Book book, EquityCurve curve)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine($"ts_ns,time,total,{string.Join(',', book.Strategies.Select(s => s.Name))}");
        foreach (var point in curve.Points) writer.WriteLine($"{point.At.Nanoseconds},{point.At},{point.Total},{string.Join(',', point.Profits)}");
    }
}
