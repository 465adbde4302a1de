using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class OffsetFetchRequest : Shape
{
    public string GroupId = "";
    public List<OffsetFetchRequestTopic>? Topics;
    public List<OffsetFetchRequestGroup> Groups = [];
    public bool RequireStable;

    public override void Walk(Codec c) => c
        .String(ref GroupId, 1, 7).NullableArray(ref Topics, 1, 7).Array(ref Groups, 8).Bool(ref RequireStable, 7);

    public sealed class OffsetFetchRequestTopic : Shape
    {
        public string Name = "";
        public List<int> PartitionIndexes = [];

        public override void Walk(Codec c) => c.String(ref Name, 1, 7).Int32s(ref PartitionIndexes, 1, 7);
    }

    public sealed class OffsetFetchRequestGroup : Shape
    {
        public string GroupId = "";
        public string? MemberId;
        public int MemberEpoch = -1;
        public List<OffsetFetchRequestTopics>? Topics;

        public override void Walk(Codec c) => c
            .String(ref GroupId, 8).NullableString(ref MemberId, 9).Int32(ref MemberEpoch, 9).NullableArray(ref Topics, 8);

        public sealed class OffsetFetchRequestTopics : Shape
        {
            public string Name = "";
            public List<int> PartitionIndexes = [];

            public override void Walk(Codec c) => c.String(ref Name, 8).Int32s(ref PartitionIndexes, 8);
        }
    }
}

public sealed class OffsetFetchResponse : Shape
{
    public int ThrottleTimeMs;
    public List<OffsetFetchResponseTopic> Topics = [];
    public ErrorCode ErrorCode;
    public List<OffsetFetchResponseGroup> Groups = [];

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs, 3).Array(ref Topics, 1, 7).Error(ref ErrorCode, 2, 7).Array(ref Groups, 8);

    public sealed class OffsetFetchResponseTopic : Shape
    {
        public string Name = "";
        public List<OffsetFetchResponsePartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name, 1, 7).Array(ref Partitions, 1, 7);

        public sealed class OffsetFetchResponsePartition : Shape
        {
            public int PartitionIndex;
            public long CommittedOffset;
            public int CommittedLeaderEpoch = -1;
            public string? Metadata;
            public ErrorCode ErrorCode;

            public override void Walk(Codec c) => c
                .Int32(ref PartitionIndex, 1, 7).Int64(ref CommittedOffset, 1, 7).Int32(ref CommittedLeaderEpoch, 5, 7)
                .NullableString(ref Metadata, 1, 7).Error(ref ErrorCode, 1, 7);
        }
    }

    public sealed class OffsetFetchResponseGroup : Shape
    {
        public string GroupId = "";
        public List<OffsetFetchResponseTopics> Topics = [];
        public ErrorCode ErrorCode;

        public override void Walk(Codec c) => c.String(ref GroupId, 8).Array(ref Topics, 8).Error(ref ErrorCode, 8);

        public sealed class OffsetFetchResponseTopics : Shape
        {
            public string Name = "";
            public List<OffsetFetchResponsePartitions> Partitions = [];

            public override void Walk(Codec c) => c.String(ref Name, 8).Array(ref Partitions, 8);

            public sealed class OffsetFetchResponsePartitions : Shape
            {
                public int PartitionIndex;
                public long CommittedOffset;
                public int CommittedLeaderEpoch = -1;
                public string? Metadata;
                public ErrorCode ErrorCode;

                public override void Walk(Codec c) => c
                    .Int32(ref PartitionIndex, 8).Int64(ref CommittedOffset, 8).Int32(ref CommittedLeaderEpoch, 8)
                    .NullableString(ref Metadata, 8).Error(ref ErrorCode, 8);
            }
        }
    }
}
