using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class TxnOffsetCommitRequest : Shape
{
    public string TransactionalId = "", GroupId = "";
    public long ProducerId;
    public short ProducerEpoch;
    public int GenerationId = -1;
    public string MemberId = "";
    public string? GroupInstanceId;
    public List<TxnOffsetCommitRequestTopic> Topics = [];

    public override void Walk(Codec c) => c
        .String(ref TransactionalId).String(ref GroupId).Int64(ref ProducerId).Int16(ref ProducerEpoch)
        .Int32(ref GenerationId, 3).String(ref MemberId, 3).NullableString(ref GroupInstanceId, 3).Array(ref Topics);

    public sealed class TxnOffsetCommitRequestTopic : Shape
    {
        public string Name = "";
        public List<TxnOffsetCommitRequestPartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class TxnOffsetCommitRequestPartition : Shape
        {
            public int PartitionIndex;
            public long CommittedOffset;
            public int CommittedLeaderEpoch = -1;
            public string? CommittedMetadata;

            public override void Walk(Codec c) => c
                .Int32(ref PartitionIndex).Int64(ref CommittedOffset).Int32(ref CommittedLeaderEpoch, 2)
                .NullableString(ref CommittedMetadata);
        }
    }
}

public sealed class TxnOffsetCommitResponse : Shape
{
    public int ThrottleTimeMs;
    public List<TxnOffsetCommitResponseTopic> Topics = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref Topics);

    public sealed class TxnOffsetCommitResponseTopic : Shape
    {
        public string Name = "";
        public List<TxnOffsetCommitResponsePartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref Partitions);

        public sealed class TxnOffsetCommitResponsePartition : Shape
        {
            public int PartitionIndex;
            public ErrorCode ErrorCode;

            public override void Walk(Codec c) => c.Int32(ref PartitionIndex).Error(ref ErrorCode);
        }
    }
}
