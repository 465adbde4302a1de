using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class ListOffsetsRequest : Shape
{
    public int ReplicaId;
    public sbyte IsolationLevel;
    public List<ListOffsetsTopic> Topics = [];

    public override void Walk(Codec c) => c.Int32(ref ReplicaId).Int8(ref IsolationLevel, 2).Array(ref Topics);

    public sealed class ListOffsetsTopic : Shape
    {
        public string Name = "";
        public List<ListOffsetsPartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class ListOffsetsPartition : Shape
        {
            public int PartitionIndex, CurrentLeaderEpoch = -1;
            public long Timestamp;

            public override void Walk(Codec c) => c
                .Int32(ref PartitionIndex).Int32(ref CurrentLeaderEpoch, 4).Int64(ref Timestamp);
        }
    }
}

public sealed class ListOffsetsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<ListOffsetsTopicResponse> Topics = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs, 2).Array(ref Topics);

    public sealed class ListOffsetsTopicResponse : Shape
    {
        public string Name = "";
        public List<ListOffsetsPartitionResponse> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class ListOffsetsPartitionResponse : Shape
        {
            public int PartitionIndex;
            public ErrorCode ErrorCode;
            public long Timestamp = -1, Offset = -1;
            public int LeaderEpoch = -1;

            public override void Walk(Codec c) => c
                .Int32(ref PartitionIndex).Error(ref ErrorCode).Int64(ref Timestamp).Int64(ref Offset)
                .Int32(ref LeaderEpoch, 4);
        }
    }
}
