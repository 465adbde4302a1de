using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class SyncGroupRequest : Shape
{
    public string GroupId = "";
    public int GenerationId;
    public string MemberId = "";
    public string? GroupInstanceId, ProtocolType, ProtocolName;
    public List<SyncGroupRequestAssignment> Assignments = [];

    public override void Walk(Codec c) => c
        .String(ref GroupId).Int32(ref GenerationId).String(ref MemberId).NullableString(ref GroupInstanceId, 3)
        .NullableString(ref ProtocolType, 5).NullableString(ref ProtocolName, 5).Array(ref Assignments);

    public sealed class SyncGroupRequestAssignment : Shape
    {
        public string MemberId = "";
        public ReadOnlyMemory<byte> Assignment;

        public override void Walk(Codec c) => c.String(ref MemberId).Bytes(ref Assignment);
    }
}

public sealed class SyncGroupResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public string? ProtocolType, ProtocolName;
    public ReadOnlyMemory<byte> Assignment;

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs, 1).Error(ref ErrorCode).NullableString(ref ProtocolType, 5)
        .NullableString(ref ProtocolName, 5).Bytes(ref Assignment);
}
