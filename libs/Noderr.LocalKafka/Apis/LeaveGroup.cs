using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

internal sealed class LeaveGroup(GroupCoordinator groups) : Api<LeaveGroupRequest, LeaveGroupResponse>(ApiKey.LeaveGroup, 0, 5, 4)
{
    protected override ValueTask<LeaveGroupResponse> Answer(LeaveGroupRequest request, RequestContext context)
    {
        if (request.GroupId.Length == 0) return new(new LeaveGroupResponse { ErrorCode = ErrorCode.InvalidGroupId });
        if (context.Version < 3)
            return new(new LeaveGroupResponse { ErrorCode = groups.Leave(request.GroupId, [new MemberIdentity(request.MemberId)])[0] });

        var errors = groups.Leave(request.GroupId, [.. request.Members.Select(m => new MemberIdentity(m.MemberId, m.GroupInstanceId))]);
        return new(new LeaveGroupResponse
        {
            Members = [.. request.Members.Select((m, i) => new LeaveGroupResponse.MemberResponse
            {
                MemberId = m.MemberId,
                GroupInstanceId = m.GroupInstanceId,
                ErrorCode = errors[i],
            })],
        });
    }
}
