using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class DescribeLogDirsRequest : Shape
{
    public List<DescribableLogDirTopic>? Topics;

    public override void Walk(Codec c) => c.NullableArray(ref Topics);

    public sealed class DescribableLogDirTopic : Shape
    {
        public string Topic = "";
        public List<int> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Topic).Int32s(ref Partitions);
    }
}

public sealed class DescribeLogDirsResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public List<DescribeLogDirsResult> Results = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Error(ref ErrorCode, 3).Array(ref Results);

    public sealed class DescribeLogDirsResult : Shape
    {
        public ErrorCode ErrorCode;
        public string LogDir = "";
        public List<DescribeLogDirsTopic> Topics = [];
        public long TotalBytes = -1, UsableBytes = -1;

        public override void Walk(Codec c) => c
            .Error(ref ErrorCode).String(ref LogDir).Array(ref Topics).Int64(ref TotalBytes, 4).Int64(ref UsableBytes, 4);

        public sealed class DescribeLogDirsTopic : Shape
        {
            public string Name = "";
            public List<DescribeLogDirsPartition> Partitions = [];

            public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

            public sealed class DescribeLogDirsPartition : Shape
            {
                public int PartitionIndex;
                public long PartitionSize, OffsetLag;
                public bool IsFutureKey;

                public override void Walk(Codec c) => c
                    .Int32(ref PartitionIndex).Int64(ref PartitionSize).Int64(ref OffsetLag).Bool(ref IsFutureKey);
            }
        }
    }
}
