using System.Diagnostics.CodeAnalysis;

namespace Noderr.Domain.Accounts;

/// <summary>What amounts are counted in, by its usual code: USD, BTC, USDT.</summary>
public readonly record struct Currency
{
    private const int Longest = 12;

    private readonly string? code;

    private Currency(string code) => this.code = code;

    public string Code => code ?? "";

    public static Currency Of(string code) => TryParse(code, out var currency) ? currency : throw new FormatException($"'{code}' is no currency: 2 to {Longest} capital letters and digits");

    public static bool TryParse([NotNullWhen(true)] string? text, out Currency currency)
    {
        var isCode = text is { Length: >= 2 and <= Longest } && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
        currency = isCode ? new Currency(text!) : default;
        return isCode;
    }

    public override string ToString() => Code;
}
