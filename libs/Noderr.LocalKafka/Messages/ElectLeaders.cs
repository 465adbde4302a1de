using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class ElectLeadersRequest : Shape
{
    public sbyte ElectionType;
    public List<ElectTopic>? TopicPartitions;
    public int TimeoutMs = 60000;

    public override void Walk(Codec c) => c.Int8(ref ElectionType, 1).NullableArray(ref TopicPartitions).Int32(ref TimeoutMs);

    public sealed class ElectTopic : Shape
    {
        public string Topic = "";
        public List<int> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Topic).Int32s(ref Partitions);
    }
}

public sealed class ElectLeadersResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public List<ReplicaElectionResult> ReplicaElectionResults = [];

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs).Error(ref ErrorCode, 1).Array(ref ReplicaElectionResults);

    public sealed class ReplicaElectionResult : Shape
    {
        public string Topic = "";
        public List<PartitionOutcome> PartitionResult = [];

        public override void Walk(Codec c) => c.String(ref Topic).Array(ref PartitionResult);

        public sealed class PartitionOutcome : Shape
        {
            public int PartitionId;
            public ErrorCode ErrorCode;
            public string? ErrorMessage;

            public override void Walk(Codec c) => c
                .Int32(ref PartitionId).Error(ref ErrorCode).Explanation(ref ErrorMessage);
        }
    }
}
