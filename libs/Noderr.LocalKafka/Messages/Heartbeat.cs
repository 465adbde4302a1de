using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class HeartbeatRequest : Shape
{
    public string GroupId = "";
    public int GenerationId;
    public string MemberId = "";
    public string? GroupInstanceId;

    public override void Walk(Codec c) => c
        .String(ref GroupId).Int32(ref GenerationId).String(ref MemberId).NullableString(ref GroupInstanceId, 3);
}

public sealed class HeartbeatResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs, 1).Error(ref ErrorCode);
}
