using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class DescribeProducersRequest : Shape
{
    public List<TopicRequest> Topics = [];

    public override void Walk(Codec c) => c.Array(ref Topics);

    public sealed class TopicRequest : Shape
    {
        public string Name = "";
        public List<int> PartitionIndexes = [];

        public override void Walk(Codec c) => c.String(ref Name).Int32s(ref PartitionIndexes);
    }
}

public sealed class DescribeProducersResponse : Shape
{
    public int ThrottleTimeMs;
    public List<TopicResponse> Topics = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref Topics);

    public sealed class TopicResponse : Shape
    {
        public string Name = "";
        public List<PartitionResponse> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class PartitionResponse : Shape
        {
            public int PartitionIndex;
            public ErrorCode ErrorCode;
            public string? ErrorMessage;
            public List<ProducerState> ActiveProducers = [];

            public override void Walk(Codec c) => c
                .Int32(ref PartitionIndex).Error(ref ErrorCode).Explanation(ref ErrorMessage).Array(ref ActiveProducers);

            public sealed class ProducerState : Shape
            {
                public long ProducerId;
                public int ProducerEpoch, LastSequence = -1;
                public long LastTimestamp = -1;
                public int CoordinatorEpoch;
                public long CurrentTxnStartOffset = -1;

                public override void Walk(Codec c) => c
                    .Int64(ref ProducerId).Int32(ref ProducerEpoch).Int32(ref LastSequence).Int64(ref LastTimestamp)
                    .Int32(ref CoordinatorEpoch).Int64(ref CurrentTxnStartOffset);
            }
        }
    }
}
