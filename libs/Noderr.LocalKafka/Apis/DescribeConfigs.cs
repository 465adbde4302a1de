using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.DescribeConfigsResponse;
using static Noderr.LocalKafka.Messages.DescribeConfigsResponse.DescribeConfigsResult;

namespace Noderr.LocalKafka.Apis;

public sealed class DescribeConfigs(ConfigStore configs) : Api<DescribeConfigsRequest, DescribeConfigsResponse>(ApiKey.DescribeConfigs, 1, 4, 4)
{
    protected override ValueTask<DescribeConfigsResponse> Answer(DescribeConfigsRequest request, RequestContext context) =>
        new(new DescribeConfigsResponse { Results = request.Resources.ConvertAll(r => Describe(r, request)) });

    private DescribeConfigsResult Describe(DescribeConfigsRequest.DescribeConfigsResource asked, DescribeConfigsRequest request)
    {
        var result = new DescribeConfigsResult { ResourceType = asked.ResourceType, ResourceName = asked.ResourceName };
        var (entries, error, message) = configs.Describe(asked.ResourceType, asked.ResourceName);
        (result.ErrorCode, result.ErrorMessage) = (error, message);
        if (entries is null) return result;
        result.Configs = [.. entries.Where(e => asked.ConfigurationKeys is not { Count: > 0 } keys || keys.Contains(e.Name)).Select(e => new DescribeConfigsResourceResult
        {
            Name = e.Name,
            Value = e.Value,
            ReadOnly = e.ReadOnly,
            ConfigSource = (sbyte)e.Source,
            ConfigType = (sbyte)e.Type,
            Documentation = request.IncludeDocumentation ? e.Meaning : null,
            Synonyms = request.IncludeSynonyms
                ? [.. e.Synonyms.Select(s => new DescribeConfigsResourceResult.DescribeConfigsSynonym { Name = s.Name, Value = s.Value, Source = (sbyte)s.Source })]
                : [],
        })];
        return result;
    }
}
