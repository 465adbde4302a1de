using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

internal sealed class ListGroups(GroupCoordinator groups) : Api<ListGroupsRequest, ListGroupsResponse>(ApiKey.ListGroups, 0, 5, 3)
{
    private const string OnlyType = "classic";

    protected override ValueTask<ListGroupsResponse> Answer(ListGroupsRequest request, RequestContext context)
    {
        if (!Passes(request.TypesFilter, OnlyType)) return new(new ListGroupsResponse());
        var listed = groups.List().Where(g => Passes(request.StatesFilter, g.State.ToString()));
        return new(new ListGroupsResponse
        {
            Groups = [.. listed.Select(g => new ListGroupsResponse.ListedGroup
            {
                GroupId = g.GroupId,
                ProtocolType = g.ProtocolType,
                GroupState = g.State.ToString(),
                GroupType = OnlyType,
            })],
        });
    }

    private static bool Passes(List<string> filter, string value) =>
        filter.Count == 0 || filter.Contains(value, StringComparer.OrdinalIgnoreCase);
}
