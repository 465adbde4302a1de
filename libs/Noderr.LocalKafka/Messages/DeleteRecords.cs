using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class DeleteRecordsRequest : Shape
{
    public List<DeleteRecordsTopic> Topics = [];
    public int TimeoutMs;

    public override void Walk(Codec c) => c.Array(ref Topics).Int32(ref TimeoutMs);

    public sealed class DeleteRecordsTopic : Shape
    {
        public string Name = "";
        public List<DeleteRecordsPartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class DeleteRecordsPartition : Shape
        {
            public int PartitionIndex;
            public long Offset;

            public override void Walk(Codec c) => c.Int32(ref PartitionIndex).Int64(ref Offset);
        }
    }
}

public sealed class DeleteRecordsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<DeleteRecordsTopicResult> Topics = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref Topics);

    public sealed class DeleteRecordsTopicResult : Shape
    {
        public string Name = "";
        public List<DeleteRecordsPartitionResult> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class DeleteRecordsPartitionResult : Shape
        {
            public int PartitionIndex;
            public long LowWatermark;
            public ErrorCode ErrorCode;

            public override void Walk(Codec c) => c.Int32(ref PartitionIndex).Int64(ref LowWatermark).Error(ref ErrorCode);
        }
    }
}
