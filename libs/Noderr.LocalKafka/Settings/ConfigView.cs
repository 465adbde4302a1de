namespace Noderr.LocalKafka.Settings;

/// <summary>Where a value comes from, with DescribeConfigs' numbers.</summary>
public enum ConfigSource : sbyte
{
    Topic = 1,
    DynamicBroker = 2,
    DynamicDefaultBroker = 3,
    StaticBroker = 4,
    Default = 5,
}

public readonly record struct ConfigSynonym(string Name, string Value, ConfigSource Source);

public sealed record ConfigEntry(string Name, string Value, ConfigSource Source, SettingType Type, string Meaning, bool ReadOnly, IReadOnlyList<ConfigSynonym> Synonyms);

/// <summary>Settings as a client sees them, each with the chain of values that it stands for.</summary>
public static class ConfigView
{
    public static IEnumerable<ConfigEntry> OfTopic(IReadOnlyDictionary<string, string> overrides, BrokerSettings broker) =>
        TopicSettingTable.All.Select(setting =>
        {
            var chain = new List<ConfigSynonym>();
            if (overrides.TryGetValue(setting.Name, out var own)) chain.Add(new ConfigSynonym(setting.Name, own, ConfigSource.Topic));
            if (setting.BrokerName is { } name && broker.IsGiven(name)) chain.Add(new ConfigSynonym(name, broker[name], ConfigSource.StaticBroker));
            chain.Add(new ConfigSynonym(setting.BrokerName ?? setting.Name, setting.Default, ConfigSource.Default));
            return new ConfigEntry(setting.Name, chain[0].Value, chain[0].Source, setting.Type, setting.Meaning, false, chain);
        });

    public static IEnumerable<ConfigEntry> OfBroker(BrokerSettings broker, IReadOnlyDictionary<string, string> changed) =>
        BrokerSettingTable.ByName.Values.Select(setting =>
        {
            var chain = new List<ConfigSynonym>();
            if (changed.TryGetValue(setting.Name, out var now)) chain.Add(new ConfigSynonym(setting.Name, now, ConfigSource.DynamicBroker));
            else if (broker.IsGiven(setting.Name)) chain.Add(new ConfigSynonym(setting.Name, broker[setting.Name], ConfigSource.StaticBroker));
            chain.Add(new ConfigSynonym(setting.Name, setting.Default, ConfigSource.Default));
            return new ConfigEntry(setting.Name, chain[0].Value, chain[0].Source, setting.Type, setting.Meaning, setting.Fixed, chain);
        });

    /// <summary>What is wrong with a topic's settings; null when all are good.</summary>
    public static string? Check(IEnumerable<KeyValuePair<string, string?>> configs)
    {
        foreach (var (name, value) in configs)
        {
            if (!TopicSettingTable.ByName.TryGetValue(name, out var setting)) return $"Unknown topic config name: {name}";
            if (setting.Check(value) is { } problem) return problem;
        }
        return null;
    }
}
