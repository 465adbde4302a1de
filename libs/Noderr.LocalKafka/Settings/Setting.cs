namespace Noderr.LocalKafka.Settings;

/// <summary>Types of settings, with the numbers that DescribeConfigs gives them.</summary>
public enum SettingType : sbyte
{
    Boolean = 1,
    String = 2,
    Int = 3,
    Short = 4,
    Long = 5,
    Double = 6,
    List = 7,
}

/// <summary>
/// One setting under Apache Kafka's own name. A topic's setting names the broker's setting that is its default; <see cref="Fixed"/> ones
/// can't be changed while the broker runs.
/// </summary>
public sealed record Setting(string Name, SettingType Type, string Default, string Meaning)
{
    public string? BrokerName { get; init; }
    public long Min { get; init; } = long.MinValue;
    public long Max { get; init; } = long.MaxValue;
    public string[] Allowed { get; init; } = [];
    public bool Fixed { get; init; }

    /// <summary>What is wrong with a value; null when it is good.</summary>
    public string? Check(string? value)
    {
        if (value is null) return $"Invalid value null for configuration {Name}: a value is required";
        var right = Type switch
        {
            SettingType.Boolean => value.Trim() is "true" or "false",
            SettingType.Int => int.TryParse(value, out var i) && i >= Min && i <= Max,
            SettingType.Short => short.TryParse(value, out var s) && s >= Min && s <= Max,
            SettingType.Long => long.TryParse(value, out var l) && l >= Min && l <= Max,
            SettingType.Double => double.TryParse(value, out var d) && d >= Min && d <= Max,
            SettingType.List => value.Length > 0 && value.Split(',').All(part => Allowed.Contains(part.Trim())),
            _ => Allowed.Length == 0 || Allowed.Contains(value),
        };
        return right ? null : $"Invalid value {value} for configuration {Name}: {Expectation}";
    }

    private string Expectation => this switch
    {
        { Allowed.Length: > 0 } => "one of " + string.Join(", ", Allowed),
        { Min: not long.MinValue, Max: not long.MaxValue } => $"a {Type} from {Min} to {Max}",
        { Min: not long.MinValue } => $"a {Type} of at least {Min}",
        _ => $"a {Type}",
    };
}
