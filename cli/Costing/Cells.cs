using System.Globalization;
using Noderr.Cli.Kafka.Output;
using Noderr.Domain.Numbers;

namespace Noderr.Cli.Costing;

/// <summary>Costs as a human reads them.</summary>
internal static class Cells
{
    /// <summary>Millionths as basis points, of which one has a hundred.</summary>
    public static string BasisPoints(long? millionths) => millionths is { } m ? (m / 100.0).ToString("0.00", CultureInfo.InvariantCulture) : Say.Unknown;

    public static string Percent(long? millionths) => millionths is { } m ? (m / 10_000.0).ToString("0.0", CultureInfo.InvariantCulture) : Say.Unknown;

    public static string Amount(Money money) => money.ToDouble().ToString(money.Abs.Units >= 1_000_000_000_000 ? "N0" : "N2", CultureInfo.InvariantCulture);

    public static string Span(TimeSpan? span) => span switch
    {
        null => Say.Unknown,
        { TotalSeconds: >= 100 } s => s.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture),
        { TotalSeconds: >= 1 } s => $"{s.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s",
        { } s => $"{s.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture)} ms",
    };
}
