using System.Collections.Frozen;
using System.Globalization;
using Noderr.Domain.Numbers;
using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Configuration;

/// <summary>How a value of one type is read from text and written back.</summary>
internal sealed record Scalar(string Rule, Func<string, object?> Parse, Func<object, string> Format)
{
    private static readonly FrozenDictionary<Type, Scalar> known = new Dictionary<Type, Scalar>
    {
        [typeof(string)] = new("must be text", text => text, value => (string)value),
        [typeof(bool)] = new("must be true or false", text => text switch { "true" => true, "false" => false, _ => null }, value => (bool)value ? "true" : "false"),
        [typeof(int)] = new("must be a whole number", text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null, Invariant),
        [typeof(long)] = new("must be a whole number", text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null, Invariant),
        [typeof(double)] = new("must be a number", text => ParseDouble(text), Invariant),
        [typeof(TimeSpan)] = new("must be a duration as 250ms, 5s, 1m", text => Duration.TryParse(text), value => Duration.Format((TimeSpan)value)),
        [typeof(Uri)] = new("must be an address", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null, value => ((Uri)value).OriginalString),
        [typeof(Price)] = new("must be a price of at most nine decimals", text => Price.TryParse(text, out var price) ? price : null, Invariant),
        [typeof(Quantity)] = new("must be a quantity of at most nine decimals", text => Quantity.TryParse(text, out var quantity) ? quantity : null, Invariant),
        [typeof(Money)] = new("must be an amount of at most nine decimals", text => Money.TryParse(text, out var money) ? money : null, Invariant),
        [typeof(Secret)] = new("must be text", text => new Secret(text), value => value.ToString()!),
    }.ToFrozenDictionary();

    public static Scalar? Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? OfEnum(type) : known.GetValueOrDefault(type);
    }

    /// <summary>MeanReversion is written mean-reversion.</summary>
    private static Scalar OfEnum(Type type)
    {
        var values = Enum.GetValues(type).Cast<object>().ToDictionary(NameOf, StringComparer.Ordinal);
        return new Scalar($"must be one of {string.Join(" ", values.Keys)}", text => values.GetValueOrDefault(text), NameOf);
    }

    private static string NameOf(object value) => SettingName.Of(value.ToString()!).Replace('.', '-');

    private static double? ParseDouble(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Invariant(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
