using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

internal sealed class DescribeGroups(GroupCoordinator groups)
    : Api<DescribeGroupsRequest, DescribeGroupsResponse>(ApiKey.DescribeGroups, 0, 5, 5)
{
    // Read, delete and describe, as bits: who may talk to this broker may do all of it.
    private const int EveryOperation = 1 << 3 | 1 << 6 | 1 << 8;

    protected override ValueTask<DescribeGroupsResponse> Answer(DescribeGroupsRequest request, RequestContext context) => new(
        new DescribeGroupsResponse
        {
            Groups = [.. request.Groups.Select(id => Describe(groups.Describe(id), request.IncludeAuthorizedOperations))],
        });

    private static DescribeGroupsResponse.DescribedGroup Describe(GroupDescription group, bool operations) => new()
    {
        GroupId = group.GroupId,
        GroupState = group.State.ToString(),
        ProtocolType = group.ProtocolType,
        ProtocolData = group.ProtocolName,
        AuthorizedOperations = operations ? EveryOperation : int.MinValue,
        Members = [.. group.Members.Select(m => new DescribeGroupsResponse.DescribedGroup.DescribedGroupMember
        {
            MemberId = m.Identity.MemberId,
            GroupInstanceId = m.Identity.InstanceId,
            ClientId = m.ClientId,
            ClientHost = m.ClientHost,
            MemberMetadata = m.Metadata,
            MemberAssignment = m.Assignment,
        })],
    };
}
