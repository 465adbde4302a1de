using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.IncrementalAlterConfigsRequest;
using static Noderr.LocalKafka.Messages.IncrementalAlterConfigsResponse;

namespace Noderr.LocalKafka.Apis;

/// <summary>Sets and deletes single values, and adds to and takes from lists.</summary>
public sealed class IncrementalAlterConfigs(ConfigStore configs)
    : Api<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ApiKey.IncrementalAlterConfigs, 0, 1, 1)
{
    private const sbyte Set = 0;
    private const sbyte Delete = 1;
    private const sbyte Append = 2;
    private const sbyte Subtract = 3;

    protected override ValueTask<IncrementalAlterConfigsResponse> Answer(IncrementalAlterConfigsRequest request, RequestContext context) =>
        new(new IncrementalAlterConfigsResponse { Responses = request.Resources.ConvertAll(r => Alter(r, request.ValidateOnly)) });

    private AlterConfigsResourceResponse Alter(AlterConfigsResource resource, bool validateOnly)
    {
        var (error, message) = configs.Change(resource.ResourceType, resource.ResourceName, validateOnly, (old, effective) => Edit(resource, old, effective));
        return new AlterConfigsResourceResponse { ResourceType = resource.ResourceType, ResourceName = resource.ResourceName, ErrorCode = error, ErrorMessage = message };
    }

    private static (Dictionary<string, string?>?, ErrorCode, string?) Edit(AlterConfigsResource resource, IReadOnlyDictionary<string, string> old, Func<string, string> effective)
    {
        if (resource.Configs.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return (null, ErrorCode.InvalidRequest, $"Error due to duplicate config keys: {twice.Key}");
        var values = old.ToDictionary(v => v.Key, v => (string?)v.Value);
        foreach (var change in resource.Configs)
        {
            switch (change.ConfigOperation)
            {
                case Set: values[change.Name] = change.Value; break;
                case Delete: values.Remove(change.Name); break;
                case Append or Subtract when !IsList(change.Name): return (null, ErrorCode.InvalidConfig, $"Config value append or subtract is not allowed for config key: {change.Name}");
                case Append: values[change.Name] = string.Join(',', Parts(effective(change.Name)).Union(Parts(change.Value))); break;
                case Subtract: values[change.Name] = string.Join(',', Parts(effective(change.Name)).Except(Parts(change.Value))); break;
                default: return (null, ErrorCode.InvalidRequest, $"Unknown config operation {change.ConfigOperation}");
            }
        }
        return (values, ErrorCode.None, null);
    }

    private static bool IsList(string name) =>
        TopicSettingTable.ByName.TryGetValue(name, out var topic) ? topic.Type == SettingType.List
        : BrokerSettingTable.ByName.TryGetValue(name, out var broker) && broker.Type == SettingType.List;

    private static string[] Parts(string? list) => (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
