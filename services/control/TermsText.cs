using System.Globalization;
using System.Text;
using System.Text.Json;
using Noderr.Domain.Algorithms;
using Noderr.Domain.Orders;

namespace Noderr.Control;

/// <summary>An order's terms in a few words, and the words in which they are asked for.</summary>
internal static class TermsText
{
    public static string Of(in OrderTerms terms)
    {
        var text = new StringBuilder(Name(terms.Type)).Append(' ').Append(Name(terms.TimeInForce));
        if (terms.Trigger.Units != 0) text.Append(" trigger ").Append(terms.Trigger);
        if (terms.Trail.Units != 0) text.Append(" trail ").Append(terms.Trail);
        if (terms.Display.Units != 0) text.Append(" showing ").Append(terms.Display);
        if (terms.IsPostOnly) text.Append(" post-only");
        if (terms.IsReduceOnly) text.Append(" reduce-only");
        return text.ToString();
    }

    public static string Of(AlgorithmTerms terms)
    {
        var text = new StringBuilder(Name(terms.Kind));
        if (terms.Slices > 0) text.Append(CultureInfo.InvariantCulture, $" {terms.Slices} slices");
        if (terms.ShareMillionths > 0) text.Append(CultureInfo.InvariantCulture, $" {terms.ShareMillionths / 10_000m:0.####} %");
        if (terms.Display.Units != 0) text.Append(' ').Append(terms.Display);
        return text.Append(CultureInfo.InvariantCulture, $" until {terms.End.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss}").ToString();
    }

    /// <summary>StopLimit is stop-limit.</summary>
    public static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static string Names<T>() where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Name));

    /// <summary>Null where there is no such name.</summary>
    public static T? Parse<T>(string name) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Name(value) == name) return value;
        return null;
    }
}
