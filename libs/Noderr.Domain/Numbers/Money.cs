using System.Numerics;

namespace Noderr.Domain.Numbers;

/// <summary>An amount of one currency, to nine decimals.</summary>
public readonly record struct Money(long Units) : IComparable<Money>
{
    public static readonly Money Zero;

    public static Money Parse(ReadOnlySpan<char> text) => TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a amount: digits with at most nine decimals");

    public static bool TryParse(ReadOnlySpan<char> text, out Money value)
    {
        var parsed = Fixed.TryParse(text, out var units);
        value = new Money(units);
        return parsed;
    }

    public static Money operator +(Money a, Money b) => new(checked(a.Units + b.Units));

    public static Money operator -(Money a, Money b) => new(checked(a.Units - b.Units));

    public static Money operator -(Money a) => new(checked(-a.Units));

    public static bool operator <(Money a, Money b) => a.Units < b.Units;

    public static bool operator >(Money a, Money b) => a.Units > b.Units;

    public static bool operator <=(Money a, Money b) => a.Units <= b.Units;

    public static bool operator >=(Money a, Money b) => a.Units >= b.Units;

    public Money Abs => new(Math.Abs(Units));

    /// <summary>A part of the amount, as a fee of so many millionths.</summary>
    public Money Millionths(long parts) => new(Fixed.Divide((Int128)Units * parts, 1_000_000));

    /// <summary>How many millionths of the whole this is; a basis point has a hundred.</summary>
    public long InMillionthsOf(Money whole) => Fixed.Divide((Int128)Units * 1_000_000, whole.Units);

    /// <summary>As much of the amount as the part is of the whole.</summary>
    public Money Share(Quantity part, Quantity whole) => new(Fixed.Divide((Int128)Units * part.Units, whole.Units));

    /// <summary>What one unit of so much for this amount has cost on average.</summary>
    public Price Per(Quantity quantity) => new(Fixed.Divide((Int128)Units * Fixed.One, quantity.Units));

    /// <summary>For statistics and pictures; money never comes back from there.</summary>
    public double ToDouble() => Units / (double)Fixed.One;

    public int CompareTo(Money other) => Units.CompareTo(other.Units);

    public override string ToString() => Fixed.Format(Units);
}
