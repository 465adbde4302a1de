using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class OffsetForLeaderEpochRequest : Shape
{
    public int ReplicaId = -2;
    public List<OffsetForLeaderTopic> Topics = [];

    public override void Walk(Codec c) => c.Int32(ref ReplicaId, 3).Array(ref Topics);

    public sealed class OffsetForLeaderTopic : Shape
    {
        public string Topic = "";
        public List<OffsetForLeaderPartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Topic).Array(ref Partitions);

        public sealed class OffsetForLeaderPartition : Shape
        {
            public int Partition, CurrentLeaderEpoch = -1, LeaderEpoch;

            public override void Walk(Codec c) => c.Int32(ref Partition).Int32(ref CurrentLeaderEpoch).Int32(ref LeaderEpoch);
        }
    }
}

public sealed class OffsetForLeaderEpochResponse : Shape
{
    public int ThrottleTimeMs;
    public List<OffsetForLeaderTopicResult> Topics = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref Topics);

    public sealed class OffsetForLeaderTopicResult : Shape
    {
        public string Topic = "";
        public List<EpochEndOffset> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Topic).Array(ref Partitions);

        public sealed class EpochEndOffset : Shape
        {
            public ErrorCode ErrorCode;
            public int Partition, LeaderEpoch = -1;
            public long EndOffset = -1;

            public override void Walk(Codec c) => c
                .Error(ref ErrorCode).Int32(ref Partition).Int32(ref LeaderEpoch).Int64(ref EndOffset);
        }
    }
}
