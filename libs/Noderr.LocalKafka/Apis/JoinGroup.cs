using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

internal sealed class JoinGroup(GroupCoordinator groups) : Api<JoinGroupRequest, JoinGroupResponse>(ApiKey.JoinGroup, 0, 9, 6)
{
    protected override async ValueTask<JoinGroupResponse> Answer(JoinGroupRequest request, RequestContext context)
    {
        var attempt = new JoinAttempt(
            new MemberIdentity(request.MemberId, request.GroupInstanceId), context.ClientId, context.ClientHost,
            request.SessionTimeoutMs, request.RebalanceTimeoutMs, request.ProtocolType,
            [.. request.Protocols.Select(p => new MemberProtocol(p.Name, p.Metadata.ToArray()))])
        {
            AsksForId = context.Version >= 4,
            CanSkipAssignment = context.Version >= 9,
        };
        var reply = await groups.Join(request.GroupId, attempt, context.Closed);
        return new JoinGroupResponse
        {
            ErrorCode = reply.Error,
            GenerationId = reply.Generation,
            ProtocolType = reply.ProtocolType,
            ProtocolName = context.Version >= 7 ? reply.ProtocolName : reply.ProtocolName ?? "",
            Leader = reply.Leader,
            SkipAssignment = reply.SkipAssignment,
            MemberId = reply.MemberId,
            Members = [.. reply.Members.Select(m => new JoinGroupResponse.JoinGroupResponseMember
            {
                MemberId = m.MemberId,
                GroupInstanceId = m.InstanceId,
                Metadata = m.Metadata,
            })],
        };
    }
}
