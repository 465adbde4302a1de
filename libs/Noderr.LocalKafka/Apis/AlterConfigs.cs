using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.AlterConfigsResponse;

namespace Noderr.LocalKafka.Apis;

/// <summary>What is named is set, everything else goes back to its default.</summary>
public sealed class AlterConfigs(ConfigStore configs) : Api<AlterConfigsRequest, AlterConfigsResponse>(ApiKey.AlterConfigs, 0, 2, 2)
{
    protected override ValueTask<AlterConfigsResponse> Answer(AlterConfigsRequest request, RequestContext context) =>
        new(new AlterConfigsResponse { Responses = request.Resources.ConvertAll(r => Alter(r, request.ValidateOnly)) });

    private AlterConfigsResourceResponse Alter(AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly)
    {
        var values = resource.Configs.DistinctBy(c => c.Name).ToDictionary(c => c.Name, c => c.Value);
        var (error, message) = configs.Change(resource.ResourceType, resource.ResourceName, validateOnly, (_, _) => (values, ErrorCode.None, null));
        return new AlterConfigsResourceResponse { ResourceType = resource.ResourceType, ResourceName = resource.ResourceName, ErrorCode = error, ErrorMessage = message };
    }
}
