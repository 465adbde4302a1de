using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

internal sealed class SyncGroup(GroupCoordinator groups) : Api<SyncGroupRequest, SyncGroupResponse>(ApiKey.SyncGroup, 0, 5, 4)
{
    protected override async ValueTask<SyncGroupResponse> Answer(SyncGroupRequest request, RequestContext context)
    {
        var assignments = new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (var a in request.Assignments) assignments[a.MemberId] = a.Assignment.ToArray();
        var attempt = new SyncAttempt(
            new MemberIdentity(request.MemberId, request.GroupInstanceId), request.GenerationId,
            request.ProtocolType, request.ProtocolName, assignments);
        var reply = await groups.Sync(request.GroupId, attempt, context.Closed);
        return new SyncGroupResponse
        {
            ErrorCode = reply.Error,
            ProtocolType = reply.ProtocolType,
            ProtocolName = reply.ProtocolName,
            Assignment = reply.Assignment,
        };
    }
}
