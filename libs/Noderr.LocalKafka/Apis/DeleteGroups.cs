using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

internal sealed class DeleteGroups(GroupCoordinator groups) : Api<DeleteGroupsRequest, DeleteGroupsResponse>(ApiKey.DeleteGroups, 0, 2, 2)
{
    protected override async ValueTask<DeleteGroupsResponse> Answer(DeleteGroupsRequest request, RequestContext context)
    {
        var response = new DeleteGroupsResponse();
        foreach (var id in request.GroupsNames)
            response.Results.Add(new DeleteGroupsResponse.DeletableGroupResult { GroupId = id, ErrorCode = await groups.Delete(id) });
        return response;
    }
}
