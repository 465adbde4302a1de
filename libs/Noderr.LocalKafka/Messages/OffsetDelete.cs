using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class OffsetDeleteRequest : Shape
{
    public string GroupId = "";
    public List<OffsetDeleteRequestTopic> Topics = [];

    public override void Walk(Codec c) => c.String(ref GroupId).Array(ref Topics);

    public sealed class OffsetDeleteRequestTopic : Shape
    {
        public string Name = "";
        public List<OffsetDeleteRequestPartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class OffsetDeleteRequestPartition : Shape
        {
            public int PartitionIndex;

            public override void Walk(Codec c) => c.Int32(ref PartitionIndex);
        }
    }
}

public sealed class OffsetDeleteResponse : Shape
{
    public ErrorCode ErrorCode;
    public int ThrottleTimeMs;
    public List<OffsetDeleteResponseTopic> Topics = [];

    public override void Walk(Codec c) => c.Error(ref ErrorCode).Int32(ref ThrottleTimeMs).Array(ref Topics);

    public sealed class OffsetDeleteResponseTopic : Shape
    {
        public string Name = "";
        public List<OffsetDeleteResponsePartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class OffsetDeleteResponsePartition : Shape
        {
            public int PartitionIndex;
            public ErrorCode ErrorCode;

            public override void Walk(Codec c) => c.Int32(ref PartitionIndex).Error(ref ErrorCode);
        }
    }
}
