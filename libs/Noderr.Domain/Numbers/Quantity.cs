using System.Numerics;

namespace Noderr.Domain.Numbers;

/// <summary>How much, to nine decimals; below zero for what is sold or owed.</summary>
public readonly record struct Quantity(long Units) : IComparable<Quantity>
{
    public static readonly Quantity Zero;

    public static Quantity Parse(ReadOnlySpan<char> text) => TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a quantity: digits with at most nine decimals");

    public static bool TryParse(ReadOnlySpan<char> text, out Quantity value)
    {
        var parsed = Fixed.TryParse(text, out var units);
        value = new Quantity(units);
        return parsed;
    }

    public static Quantity operator +(Quantity a, Quantity b) => new(checked(a.Units + b.Units));

    public static Quantity operator -(Quantity a, Quantity b) => new(checked(a.Units - b.Units));

    public static Quantity operator -(Quantity a) => new(checked(-a.Units));

    public static bool operator <(Quantity a, Quantity b) => a.Units < b.Units;

    public static bool operator >(Quantity a, Quantity b) => a.Units > b.Units;

    public static bool operator <=(Quantity a, Quantity b) => a.Units <= b.Units;

    public static bool operator >=(Quantity a, Quantity b) => a.Units >= b.Units;

    public Quantity Abs => new(Math.Abs(Units));

    public int Sign => Math.Sign(Units);

    public static Quantity Min(Quantity a, Quantity b) => a <= b ? a : b;

    /// <summary>The nearest lot towards zero.</summary>
    public Quantity Down(Quantity lot) => new(Units - Units % lot.Units);

    public bool IsMultipleOf(Quantity lot) => lot.Units > 0 && Units % lot.Units == 0;

    /// <summary>How many millionths of the whole this is.</summary>
    public long InMillionthsOf(Quantity whole) => Fixed.Divide((Int128)Units * 1_000_000, whole.Units);

    /// <summary>For statistics and pictures; money never comes back from there.</summary>
    public double ToDouble() => Units / (double)Fixed.One;

    public int CompareTo(Quantity other) => Units.CompareTo(other.Units);

    public override string ToString() => Fixed.Format(Units);
}
