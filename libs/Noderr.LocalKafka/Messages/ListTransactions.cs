using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class ListTransactionsRequest : Shape
{
    public List<string> StateFilters = [];
    public List<long> ProducerIdFilters = [];
    public long DurationFilter = -1;

    public override void Walk(Codec c) => c
        .Strings(ref StateFilters).Int64s(ref ProducerIdFilters).Int64(ref DurationFilter, 1);
}

public sealed class ListTransactionsResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public List<string> UnknownStateFilters = [];
    public List<Transaction> TransactionStates = [];

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs).Error(ref ErrorCode).Strings(ref UnknownStateFilters).Array(ref TransactionStates);

    public sealed class Transaction : Shape
    {
        public string TransactionalId = "";
        public long ProducerId;
        public string TransactionState = "";

        public override void Walk(Codec c) => c
            .String(ref TransactionalId).Int64(ref ProducerId).String(ref TransactionState);
    }
}
