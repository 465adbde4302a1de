using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Groups;

internal sealed class OffsetCommitKey : Shape
{
    public string Group = "", Topic = "";
    public int Partition;

    public override void Walk(Codec c) => c.String(ref Group).String(ref Topic).Int32(ref Partition);
}

internal sealed class OffsetCommitValue : Shape
{
    public long Offset;
    public int LeaderEpoch = -1;
    public string Metadata = "";
    public long CommitTimestamp, ExpireTimestamp = -1;

    public override void Walk(Codec c) => c
        .Int64(ref Offset).Int32(ref LeaderEpoch, 3).String(ref Metadata).Int64(ref CommitTimestamp).Int64(ref ExpireTimestamp, 1, 1);
}

internal sealed class GroupMetadataKey : Shape
{
    public string Group = "";

    public override void Walk(Codec c) => c.String(ref Group);
}

internal sealed class GroupMetadataValue : Shape
{
    public string ProtocolType = "";
    public int Generation;
    public string? Protocol, Leader;
    public long CurrentStateTimestamp = -1;
    public List<Member> Members = [];

    public override void Walk(Codec c) => c
        .String(ref ProtocolType).Int32(ref Generation).NullableString(ref Protocol).NullableString(ref Leader)
        .Int64(ref CurrentStateTimestamp, 2).Array(ref Members);

    internal sealed class Member : Shape
    {
        public string MemberId = "";
        public string? GroupInstanceId;
        public string ClientId = "", ClientHost = "";
        public int RebalanceTimeout = -1, SessionTimeout;
        public ReadOnlyMemory<byte> Subscription, Assignment;

        public override void Walk(Codec c) => c
            .String(ref MemberId).NullableString(ref GroupInstanceId, 3).String(ref ClientId).String(ref ClientHost)
            .Int32(ref RebalanceTimeout, 1).Int32(ref SessionTimeout).Bytes(ref Subscription).Bytes(ref Assignment);
    }
}
