using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class DescribeTransactionsRequest : Shape
{
    public List<string> TransactionalIds = [];

    public override void Walk(Codec c) => c.Strings(ref TransactionalIds);
}

public sealed class DescribeTransactionsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<Transaction> TransactionStates = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref TransactionStates);

    public sealed class Transaction : Shape
    {
        public ErrorCode ErrorCode;
        public string TransactionalId = "", TransactionState = "";
        public int TransactionTimeoutMs;
        public long TransactionStartTimeMs, ProducerId;
        public short ProducerEpoch;
        public List<TopicData> Topics = [];

        public override void Walk(Codec c) => c
            .Error(ref ErrorCode).String(ref TransactionalId).String(ref TransactionState).Int32(ref TransactionTimeoutMs)
            .Int64(ref TransactionStartTimeMs).Int64(ref ProducerId).Int16(ref ProducerEpoch).Array(ref Topics);

        public sealed class TopicData : Shape
        {
            public string Topic = "";
            public List<int> Partitions = [];

            public override void Walk(Codec c) => c.String(ref Topic).Int32s(ref Partitions);
        }
    }
}
