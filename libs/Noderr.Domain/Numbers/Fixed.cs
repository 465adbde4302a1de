using System.Globalization;
using System.Numerics;

namespace Noderr.Domain.Numbers;

/// <summary>Decimal fractions of nine digits in a 64-bit integer: what prices, quantities and money are made of. All arithmetic is checked.</summary>
internal static class Fixed
{
    public const long One = 1_000_000_000;
    private const int Digits = 9;

    /// <summary>Rounds half to even, at the one place where a product or a quotient loses digits.</summary>
    public static long Divide(Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var twice = Int128.Abs(remainder) * 2;
        var size = Int128.Abs(divisor);
        if (twice > size || (twice == size && Int128.IsOddInteger(quotient))) quotient += (dividend < 0) == (divisor < 0) ? 1 : -1;
        return checked((long)quotient);
    }

    public static long Multiply(long a, long b) => Divide((Int128)a * b, One);

    public static string Format(long value)
    {
        var (whole, fraction) = Math.DivRem(value, One);
        var sign = value < 0 && whole == 0 ? "-" : "";
        if (fraction == 0) return whole.ToString(CultureInfo.InvariantCulture);
        var digits = Math.Abs(fraction).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return $"{sign}{whole.ToString(CultureInfo.InvariantCulture)}.{digits}";
    }

    /// <summary>Takes an optional sign, digits and up to nine decimals; nothing else, and nothing that would be rounded.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative) text = text[1..];
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..].TrimEnd('0');
        if (whole.IsEmpty || (point >= 0 && point == text.Length - 1) || fraction.Length > Digits) return false;
        Int128 units = 0;
        foreach (var c in whole)
        {
            if (!char.IsAsciiDigit(c)) return false;
            units = units * 10 + (c - '0');
            if (units > long.MaxValue) return false;
        }
        foreach (var c in point < 0 ? [] : text[(point + 1)..])
            if (!char.IsAsciiDigit(c)) return false;
        units *= One;
        var scale = One;
        foreach (var c in fraction) units += (c - '0') * (scale /= 10);
        if (negative) units = -units;
        if (units > long.MaxValue || units < long.MinValue) return false;
        value = (long)units;
        return true;
    }
}
