using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class AddPartitionsToTxnRequest : Shape
{
    public string TransactionalId = "";
    public long ProducerId;
    public short ProducerEpoch;
    public List<AddPartitionsToTxnTopic> Topics = [];

    public override void Walk(Codec c) => c
        .String(ref TransactionalId).Int64(ref ProducerId).Int16(ref ProducerEpoch).Array(ref Topics);

    public sealed class AddPartitionsToTxnTopic : Shape
    {
        public string Name = "";
        public List<int> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Int32s(ref Partitions);
    }
}

public sealed class AddPartitionsToTxnResponse : Shape
{
    public int ThrottleTimeMs;
    public List<AddPartitionsToTxnTopicResult> ResultsByTopic = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref ResultsByTopic);

    public sealed class AddPartitionsToTxnTopicResult : Shape
    {
        public string Name = "";
        public List<AddPartitionsToTxnPartitionResult> ResultsByPartition = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref ResultsByPartition);

        public sealed class AddPartitionsToTxnPartitionResult : Shape
        {
            public int PartitionIndex;
            public ErrorCode PartitionErrorCode;

            public override void Walk(Codec c) => c.Int32(ref PartitionIndex).Error(ref PartitionErrorCode);
        }
    }
}
