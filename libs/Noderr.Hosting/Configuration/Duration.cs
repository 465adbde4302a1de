using System.Globalization;

namespace Noderr.Hosting.Configuration;

/// <summary>Times as people write them: 250ms, 5s, 1m, 2h, 7d. A number without a unit is refused: nobody agrees on what it would mean.</summary>
public static class Duration
{
    private static readonly (string Suffix, long Ticks)[] units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("us", TimeSpan.TicksPerMicrosecond), ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    public static TimeSpan Parse(string text) => TryParse(text) ?? throw new FormatException($"'{text}' is not a duration");

    public static TimeSpan? TryParse(string text)
    {
        foreach (var (suffix, ticks) in units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            if (!decimal.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return null;
            return count <= long.MaxValue / 2 / ticks ? TimeSpan.FromTicks((long)(count * ticks)) : null;
        }
        return null;
    }

    public static string Format(TimeSpan time)
    {
        foreach (var (suffix, ticks) in units.OrderByDescending(u => u.Ticks))
            if (time.Ticks % ticks == 0 && time.Ticks >= ticks) return $"{time.Ticks / ticks}{suffix}";
        return $"{time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms";
    }
}
