namespace Noderr.Simulation.Recorded;

internal enum NumberReading : byte
{
    Number,

    /// <summary>Nothing, or what programs write for nothing: NaN, null.</summary>
    Missing,

    Malformed,

    /// <summary>More than 64 bits of 10⁻⁹ hold.</summary>
    TooLarge,
}

/// <summary>
/// Decimal numbers as market files have them, in units of 10⁻⁹. Files that went through floating point say 0.31000000000000005 or 1e-05: digits
/// beyond the ninth decimal are rounded, half to even, and exponents are taken.
/// </summary>
internal static class NumberText
{
    private const int Decimals = 9, MostDigits = 34, MostExponent = 40;

    public static NumberReading Read(ReadOnlySpan<byte> text, out long units)
    {
        units = 0;
        if (IsMissing(text)) return NumberReading.Missing;
        var negative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+') text = text[1..];
        ulong few = 0;
        var (digits, fraction, point, i) = (0, 0, false, 0);
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && !point) point = true;
            else if (c is < (byte)'0' or > (byte)'9') break;
            else if (++digits > 18) return ReadLong(text, negative, out units);
            else (few, fraction) = (few * 10 + (uint)(c - '0'), point ? fraction + 1 : fraction);
        }
        if (i < text.Length || fraction > Decimals) return ReadLong(text, negative, out units);
        if (digits == 0) return NumberReading.Malformed;
        return Finish(few, Decimals - fraction, negative, out units);
    }

    private static NumberReading ReadLong(ReadOnlySpan<byte> text, bool negative, out long units)
    {
        units = 0;
        UInt128 many = 0;
        var (digits, fraction, point, i) = (0, 0, false, 0);
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && !point)
            {
                point = true;
                continue;
            }
            if (c is < (byte)'0' or > (byte)'9') break;
            digits++;
            if (many == 0 && c == '0')
            {
                if (point) fraction++;
                continue;
            }
            // What lies behind 34 digits changes nothing that nine decimals of 64 bits can show.
            if (many >= Power(MostDigits))
            {
                if (!point) return NumberReading.TooLarge;
                continue;
            }
            (many, fraction) = (many * 10 + (uint)(c - '0'), point ? fraction + 1 : fraction);
        }
        if (digits == 0) return NumberReading.Malformed;
        var exponent = 0;
        if (i < text.Length && (text[i] is not ((byte)'e' or (byte)'E') || !TryExponent(text[(i + 1)..], out exponent))) return NumberReading.Malformed;
        return Finish(many, Decimals - fraction + exponent, negative, out units);
    }

    private static NumberReading Finish(UInt128 mantissa, int power, bool negative, out long units)
    {
        units = 0;
        if (mantissa == 0) return NumberReading.Number;
        if (power < -MostExponent) return NumberReading.Number;
        if (power > 19) return NumberReading.TooLarge;
        var value = mantissa;
        if (power < 0)
        {
            if (-power > 38) return NumberReading.Number;
            var divisor = Power(-power);
            (value, var rest) = UInt128.DivRem(mantissa, divisor);
            var half = divisor / 2;
            if (rest > half || (rest == half && UInt128.IsOddInteger(value))) value++;
        }
        else if (power > 0)
        {
            if (mantissa > UInt128.MaxValue / Power(power)) return NumberReading.TooLarge;
            value = mantissa * Power(power);
        }
        if (value > (UInt128)long.MaxValue) return NumberReading.TooLarge;
        units = negative ? -(long)value : (long)value;
        return NumberReading.Number;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+') text = text[1..];
        if (text.Length is 0 or > 3) return false;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            exponent = exponent * 10 + (c - '0');
        }
        if (negative) exponent = -exponent;
        return true;
    }

    private static bool IsMissing(ReadOnlySpan<byte> text) => text.Length switch
    {
        0 => true,
        2 => Is(text, "na"),
        3 => Is(text, "nan") || Is(text, "n/a"),
        4 => Is(text, "null") || Is(text, "none") || Is(text, "-nan"),
        _ => false,
    };

    private static bool Is(ReadOnlySpan<byte> text, string word) => System.Text.Ascii.EqualsIgnoreCase(text, word);

    private static UInt128 Power(int exponent) => Powers[exponent];

    private static readonly UInt128[] Powers = MakePowers();

    private static UInt128[] MakePowers()
    {
        var powers = new UInt128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
