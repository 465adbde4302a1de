namespace Noderr.Simulation.Recorded;

/// <summary>Why a row that is written well can't be traded on.</summary>
public enum Oddity : byte
{
    None,
    NoPrice,
    PriceNotPositive,
    NoSpread,
    OffTick,
    NoSize,
    OneSideOnly,
}

public static class Oddities
{
    public static string Describe(this Oddity oddity) => oddity switch
    {
        Oddity.NoPrice => "a price is empty or NaN",
        Oddity.PriceNotPositive => "a price is zero or below",
        Oddity.NoSpread => "the bid is at or above the ask",
        Oddity.OffTick => "a price is not on the instrument's tick",
        Oddity.NoSize => "a size is below zero, or a trade has none",
        Oddity.OneSideOnly => "the other side has no bar of that time",
        _ => "",
    };
}

/// <summary>Rows of a file that were left out, and where the first of them stands.</summary>
public sealed record SkippedRows(string File, Oddity Oddity, long Count, long FirstLine)
{
    public override string ToString() => $"{File}: {Count:N0} {(Count == 1 ? "row" : "rows")} left out, {Oddity.Describe()} (first at line {FirstLine})";
}
