using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

/// <summary>
/// Makes a resource's settings of its old ones; <paramref name="effective"/> tells what a setting amounts to where it is not among them. Without
/// values it refuses.
/// </summary>
public delegate (Dictionary<string, string?>? Values, ErrorCode Error, string? Message) EditConfigs(
    IReadOnlyDictionary<string, string> old, Func<string, string> effective);

/// <summary>Settings of topics and of the broker, for the APIs that show and change them.</summary>
public sealed class ConfigStore(TopicCatalog topics, BrokerSettings settings, DataFolder data)
{
    public const sbyte TopicResource = 2;
    public const sbyte BrokerResource = 4;

    public (IEnumerable<ConfigEntry>? Entries, ErrorCode Error, string? Message) Describe(sbyte type, string name)
    {
        switch (type)
        {
            case TopicResource when TopicName.Check(name) is { } bad: return (null, ErrorCode.InvalidTopic, bad);
            case TopicResource when topics.TryGet(name, out var topic): return (ConfigView.OfTopic(topic.Configs, settings), ErrorCode.None, null);
            case TopicResource: return (null, ErrorCode.UnknownTopicOrPartition, "This server does not host this topic-partition.");
            case BrokerResource when name.Length == 0: return (ConfigView.OfBroker(settings, data.BrokerConfigs).Where(e => e.Source == ConfigSource.DynamicBroker), ErrorCode.None, null);
            case BrokerResource when name == Broker.NodeId.ToString(): return (ConfigView.OfBroker(settings, data.BrokerConfigs), ErrorCode.None, null);
            case BrokerResource: return (null, ErrorCode.InvalidRequest, $"Unexpected broker id, expected {Broker.NodeId} but received {name}");
            default: return (null, ErrorCode.InvalidRequest, $"Unsupported resource type: {type}");
        }
    }

    /// <summary>Makes the values, given the old ones, those of the resource; nothing is changed when one of them is wrong.</summary>
    public (ErrorCode Error, string? Message) Change(sbyte type, string name, bool validateOnly, EditConfigs edit)
    {
        try
        {
            return type switch
            {
                TopicResource => ChangeTopic(name, validateOnly, edit),
                BrokerResource when name.Length == 0 || name == Broker.NodeId.ToString() => ChangeBroker(validateOnly, edit),
                BrokerResource => (ErrorCode.InvalidRequest, $"Unexpected broker id, expected {Broker.NodeId} but received {name}"),
                _ => (ErrorCode.InvalidRequest, $"Unsupported resource type: {type}"),
            };
        }
        catch (IOException e)
        {
            return (ErrorCode.KafkaStorageError, e.Message);
        }
    }

    private (ErrorCode, string?) ChangeTopic(string name, bool validateOnly, EditConfigs edit)
    {
        if (!topics.TryGet(name, out var topic))
            return TopicName.Check(name) is { } bad ? (ErrorCode.InvalidTopic, bad) : (ErrorCode.UnknownTopicOrPartition, $"The topic '{name}' does not exist.");
        var (values, error, message) = edit(topic.Configs, key => TopicSettingTable.ByName.ContainsKey(key) ? topic.Settings[key] : "");
        if (values is null) return (error, message);
        if (ConfigView.Check(values) is { } problem) return (ErrorCode.InvalidConfig, problem);
        if (!validateOnly) topics.Configure(topic, values.ToDictionary(v => v.Key, v => v.Value!));
        return (ErrorCode.None, null);
    }

    private (ErrorCode, string?) ChangeBroker(bool validateOnly, EditConfigs edit)
    {
        var before = new Dictionary<string, string>(data.BrokerConfigs);
        var (values, error, message) = edit(before, key => BrokerSettingTable.ByName.ContainsKey(key) ? settings[key] : "");
        if (values is null) return (error, message);
        foreach (var (key, value) in values)
        {
            if (!BrokerSettingTable.ByName.TryGetValue(key, out var setting)) return (ErrorCode.InvalidRequest, $"Unknown broker config name: {key}");
            if (setting.Fixed) return (ErrorCode.InvalidRequest, $"Cannot update these configs dynamically: {key}");
            if (setting.Check(value) is { } problem) return (ErrorCode.InvalidConfig, problem);
        }
        if (validateOnly) return (ErrorCode.None, null);
        foreach (var key in before.Keys.Concat(values.Keys).Distinct())
        {
            var value = values.GetValueOrDefault(key);
            data.SetBrokerConfig(key, value);
            settings.Change(key, value);
        }
        topics.ApplyDefaults();
        return (ErrorCode.None, null);
    }
}
