namespace Noderr.LocalKafka.Settings;

/// <summary>The broker's settings as given; what is not given has its default. Values are checked when they are set.</summary>
public sealed class BrokerSettings
{
    private readonly Dictionary<string, string> given = [];
    private readonly Lock gate = new();

    /// <summary>Throws one exception that names every setting that can't be taken.</summary>
    public BrokerSettings(IEnumerable<KeyValuePair<string, string>> values)
    {
        var wrong = new List<string>();
        foreach (var (name, value) in values)
        {
            if (BrokerSettingTable.WithoutEffect.Contains(name)) continue;
            var (key, text) = Unit(name, value);
            if (!BrokerSettingTable.ByName.TryGetValue(key, out var setting)) wrong.Add($"{name}: no such setting");
            else if (setting.Check(text) is { } problem) wrong.Add(problem);
            else given[key] = text;
        }
        if (wrong.Count > 0) throw new InvalidSettingException(string.Join(Environment.NewLine, wrong));
    }

    public string this[string name]
    {
        get { lock (gate) return given.TryGetValue(name, out var value) ? value : BrokerSettingTable.ByName[name].Default; }
    }

    public bool IsGiven(string name)
    {
        lock (gate) return given.ContainsKey(name);
    }

    public int Int(string name) => int.Parse(this[name]);

    public long Long(string name) => long.Parse(this[name]);

    public bool Bool(string name) => bool.Parse(this[name]);

    /// <summary>Changes a setting that is not fixed; null takes it back.</summary>
    public void Change(string name, string? value)
    {
        lock (gate)
        {
            if (value is null) given.Remove(name);
            else given[name] = value;
        }
    }

    // Kafka has some of its durations in several units.
    private static (string Name, string Value) Unit(string name, string value)
    {
        var (to, factor) = name switch
        {
            "log.retention.hours" => ("log.retention.ms", 3_600_000L),
            "log.retention.minutes" => ("log.retention.ms", 60_000L),
            "log.roll.hours" => ("log.roll.ms", 3_600_000L),
            _ => (name, 1L),
        };
        return factor == 1 || !long.TryParse(value, out var number) ? (to, value) : (to, (number < 0 ? -1 : number * factor).ToString());
    }
}

public sealed class InvalidSettingException(string message) : Exception(message);
