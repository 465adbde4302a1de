using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class LeaveGroupRequest : Shape
{
    public string GroupId = "", MemberId = "";
    public List<MemberIdentity> Members = [];

    public override void Walk(Codec c) => c.String(ref GroupId).String(ref MemberId, 0, 2).Array(ref Members, 3);

    public sealed class MemberIdentity : Shape
    {
        public string MemberId = "";
        public string? GroupInstanceId, Reason;

        public override void Walk(Codec c) => c
            .String(ref MemberId, 3).NullableString(ref GroupInstanceId, 3).NullableString(ref Reason, 5);
    }
}

public sealed class LeaveGroupResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public List<MemberResponse> Members = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs, 1).Error(ref ErrorCode).Array(ref Members, 3);

    public sealed class MemberResponse : Shape
    {
        public string MemberId = "";
        public string? GroupInstanceId;
        public ErrorCode ErrorCode;

        public override void Walk(Codec c) => c
            .String(ref MemberId, 3).NullableString(ref GroupInstanceId, 3).Error(ref ErrorCode, 3);
    }
}
