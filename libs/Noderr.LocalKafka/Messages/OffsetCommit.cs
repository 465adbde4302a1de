using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class OffsetCommitRequest : Shape
{
    public string GroupId = "";
    public int GenerationIdOrMemberEpoch = -1;
    public string MemberId = "";
    public string? GroupInstanceId;
    public long RetentionTimeMs = -1;
    public List<OffsetCommitRequestTopic> Topics = [];

    public override void Walk(Codec c) => c
        .String(ref GroupId).Int32(ref GenerationIdOrMemberEpoch).String(ref MemberId).NullableString(ref GroupInstanceId, 7)
        .Int64(ref RetentionTimeMs, 2, 4).Array(ref Topics);

    public sealed class OffsetCommitRequestTopic : Shape
    {
        public string Name = "";
        public List<OffsetCommitRequestPartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class OffsetCommitRequestPartition : Shape
        {
            public int PartitionIndex;
            public long CommittedOffset;
            public int CommittedLeaderEpoch = -1;
            public string? CommittedMetadata;

            public override void Walk(Codec c) => c
                .Int32(ref PartitionIndex).Int64(ref CommittedOffset).Int32(ref CommittedLeaderEpoch, 6)
                .NullableString(ref CommittedMetadata);
        }
    }
}

public sealed class OffsetCommitResponse : Shape
{
    public int ThrottleTimeMs;
    public List<OffsetCommitResponseTopic> Topics = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs, 3).Array(ref Topics);

    public sealed class OffsetCommitResponseTopic : Shape
    {
        public string Name = "";
        public List<OffsetCommitResponsePartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class OffsetCommitResponsePartition : Shape
        {
            public int PartitionIndex;
            public ErrorCode ErrorCode;

            public override void Walk(Codec c) => c.Int32(ref PartitionIndex).Error(ref ErrorCode);
        }
    }
}
