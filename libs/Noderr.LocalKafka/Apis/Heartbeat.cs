using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

internal sealed class Heartbeat(GroupCoordinator groups) : Api<HeartbeatRequest, HeartbeatResponse>(ApiKey.Heartbeat, 0, 4, 4)
{
    protected override ValueTask<HeartbeatResponse> Answer(HeartbeatRequest request, RequestContext context)
    {
        var identity = new MemberIdentity(request.MemberId, request.GroupInstanceId);
        return new(new HeartbeatResponse { ErrorCode = groups.Heartbeat(request.GroupId, identity, request.GenerationId) });
    }
}
