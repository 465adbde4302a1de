using System.Globalization;
using System.Text.RegularExpressions;
using Noderr.Domain.Numbers;

namespace Noderr.Hosting.Configuration;

public sealed class WithinAttribute(double least, double most) : RuleAttribute
{
    public double Least => least;

    public double Most => most;

    public override string Rule => string.Create(CultureInfo.InvariantCulture, $"must be {least} to {most}");

    public override bool Holds(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && number >= least && number <= most;
}

/// <summary>For durations, written as in configuration: 10ms, 5s, 1m.</summary>
public sealed class LastsAttribute(string least, string most) : RuleAttribute
{
    public string Least => least;

    public string Most => most;

    public override string Rule => $"must be {least} to {most}";

    public override bool Holds(object value) => value is TimeSpan time && time >= Duration.Parse(least) && time <= Duration.Parse(most);
}

public sealed class MoreThanZeroAttribute : RuleAttribute
{
    public override string Rule => "must be more than 0";

    public override bool Holds(object value) => value switch
    {
        Price price => price > Price.Zero,
        Quantity quantity => quantity > Quantity.Zero,
        Money money => money > Money.Zero,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) > 0,
    };
}

public sealed class OneOfAttribute(params string[] choices) : RuleAttribute
{
    public string[] Choices => choices;

    public override string Rule => $"must be one of {string.Join(" ", choices)}";

    public override bool Holds(object value) => value is string text && choices.Contains(text, StringComparer.Ordinal);
}

public abstract class PatternAttribute(string pattern, string rule) : RuleAttribute
{
    public override string Rule => rule;

    public override bool Holds(object value) => value is string text && Regex.IsMatch(text, $"^(?:{pattern})\\z", RegexOptions.CultureInvariant);
}

/// <summary>A name that also goes into topics, keys and labels.</summary>
public sealed class NameAttribute() : PatternAttribute("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "must be a name of letters, digits, dots, dashes");

public sealed class InstanceNameAttribute() : PatternAttribute("|[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "must be empty or a name of letters, digits, dots, dashes");

public sealed class TopicPrefixAttribute() : PatternAttribute("(?:[A-Za-z0-9][A-Za-z0-9_-]*\\.)*", "must be empty or names that end with a dot");

public sealed class Sha256Attribute() : PatternAttribute("|[0-9a-f]{64}", "must be a SHA-256 in 64 lower-case hex digits");

public sealed class HostAttribute() : PatternAttribute("localhost|[0-9a-fA-F:.]+", "must be localhost or an IP address");

public sealed class AddressesAttribute : RuleAttribute
{
    public override string Rule => "must be host:port, more of them separated by commas";

    public override bool Holds(object value) => value is string text && text.Split(',').All(IsAddress);

    private static bool IsAddress(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && text[..colon].Trim().Length > 0 && !text[..colon].Contains('/') && ushort.TryParse(text[(colon + 1)..].Trim(), CultureInfo.InvariantCulture, out var port) && port > 0;
    }
}

public sealed class WebAddressAttribute : RuleAttribute
{
    public override string Rule => "must be an http:// or https:// address";

    public override bool Holds(object value) => value is Uri { IsAbsoluteUri: true, Scheme: "http" or "https" };
}

public sealed class AtLeastAttribute(int count) : RuleAttribute
{
    public int Count => count;

    public override string Rule => $"must have at least {count}";

    public override bool Holds(object value) => value is System.Collections.ICollection items && items.Count >= count;
}
