using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class ProduceRequest : Shape
{
    public string? TransactionalId;
    public short Acks;
    public int TimeoutMs;
    public List<TopicProduceData> TopicData = [];

    public override void Walk(Codec c) => c
        .NullableString(ref TransactionalId).Int16(ref Acks).Int32(ref TimeoutMs).Array(ref TopicData);

    public sealed class TopicProduceData : Shape
    {
        public string Name = "";
        public List<PartitionProduceData> PartitionData = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref PartitionData);

        public sealed class PartitionProduceData : Shape
        {
            public int Index;
            public RecordData Records;

            public override void Walk(Codec c) => c.Int32(ref Index).Records(ref Records);
        }
    }
}

public sealed class ProduceResponse : Shape
{
    public List<TopicProduceResponse> Responses = [];
    public int ThrottleTimeMs;

    public override void Walk(Codec c) => c.Array(ref Responses).Int32(ref ThrottleTimeMs);

    public sealed class TopicProduceResponse : Shape
    {
        public string Name = "";
        public List<PartitionProduceResponse> PartitionResponses = [];

        public override void Walk(Codec c) => c.String(ref Name).Array(ref PartitionResponses);

        public sealed class PartitionProduceResponse : Shape
        {
            public int Index;
            public ErrorCode ErrorCode;
            public long BaseOffset, LogAppendTimeMs = -1, LogStartOffset = -1;
            public List<BatchIndexAndErrorMessage> RecordErrors = [];
            public string? ErrorMessage;

            public override void Walk(Codec c) => c
                .Int32(ref Index).Error(ref ErrorCode).Int64(ref BaseOffset).Int64(ref LogAppendTimeMs)
                .Int64(ref LogStartOffset, 5).Array(ref RecordErrors, 8).Explanation(ref ErrorMessage, 8);

            public sealed class BatchIndexAndErrorMessage : Shape
            {
                public int BatchIndex;
                public string? BatchIndexErrorMessage;

                public override void Walk(Codec c) => c
                    .Int32(ref BatchIndex, 8).Explanation(ref BatchIndexErrorMessage, 8);
            }
        }
    }
}
