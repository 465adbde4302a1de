using System.Numerics;

namespace Noderr.Domain.Numbers;

/// <summary>What one unit costs, to nine decimals.</summary>
public readonly record struct Price(long Units) : IComparable<Price>
{
    public static readonly Price Zero;

    public static Price Parse(ReadOnlySpan<char> text) => TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a price: digits with at most nine decimals");

    public static bool TryParse(ReadOnlySpan<char> text, out Price value)
    {
        var parsed = Fixed.TryParse(text, out var units);
        value = new Price(units);
        return parsed;
    }

    public static Price operator +(Price a, Price b) => new(checked(a.Units + b.Units));

    public static Price operator -(Price a, Price b) => new(checked(a.Units - b.Units));

    public static Price operator -(Price a) => new(checked(-a.Units));

    public static bool operator <(Price a, Price b) => a.Units < b.Units;

    public static bool operator >(Price a, Price b) => a.Units > b.Units;

    public static bool operator <=(Price a, Price b) => a.Units <= b.Units;

    public static bool operator >=(Price a, Price b) => a.Units >= b.Units;

    public static Money operator *(Price price, Quantity quantity) => new(Fixed.Multiply(price.Units, quantity.Units));

    /// <summary>The nearest tick at or below.</summary>
    public Price Down(Price tick) => new(checked(Units - ((Units % tick.Units) + tick.Units) % tick.Units));

    /// <summary>The nearest tick at or above.</summary>
    public Price Up(Price tick) => -(-this).Down(tick);

    public bool IsMultipleOf(Price tick) => tick.Units > 0 && Units % tick.Units == 0;

    /// <summary>For statistics and pictures; money never comes back from there.</summary>
    public double ToDouble() => Units / (double)Fixed.One;

    public int CompareTo(Price other) => Units.CompareTo(other.Units);

    public override string ToString() => Fixed.Format(Units);
}
