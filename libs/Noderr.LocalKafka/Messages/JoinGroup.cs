using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class JoinGroupRequest : Shape
{
    public string GroupId = "";
    public int SessionTimeoutMs, RebalanceTimeoutMs = -1;
    public string MemberId = "";
    public string? GroupInstanceId;
    public string ProtocolType = "";
    public List<JoinGroupRequestProtocol> Protocols = [];
    public string? Reason;

    public override void Walk(Codec c) => c
        .String(ref GroupId).Int32(ref SessionTimeoutMs).Int32(ref RebalanceTimeoutMs, 1).String(ref MemberId)
        .NullableString(ref GroupInstanceId, 5).String(ref ProtocolType).Array(ref Protocols).NullableString(ref Reason, 8);

    public sealed class JoinGroupRequestProtocol : Shape
    {
        public string Name = "";
        public ReadOnlyMemory<byte> Metadata;

        public override void Walk(Codec c) => c.String(ref Name).Bytes(ref Metadata);
    }
}

public sealed class JoinGroupResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public int GenerationId = -1;
    public string? ProtocolType, ProtocolName;
    public string Leader = "";
    public bool SkipAssignment;
    public string MemberId = "";
    public List<JoinGroupResponseMember> Members = [];

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs, 2).Error(ref ErrorCode).Int32(ref GenerationId).NullableString(ref ProtocolType, 7)
        .NullableString(ref ProtocolName).String(ref Leader).Bool(ref SkipAssignment, 9).String(ref MemberId)
        .Array(ref Members);

    public sealed class JoinGroupResponseMember : Shape
    {
        public string MemberId = "";
        public string? GroupInstanceId;
        public ReadOnlyMemory<byte> Metadata;

        public override void Walk(Codec c) => c
            .String(ref MemberId).NullableString(ref GroupInstanceId, 5).Bytes(ref Metadata);
    }
}
