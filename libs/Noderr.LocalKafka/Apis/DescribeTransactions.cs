using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

public sealed class DescribeTransactions(TransactionCoordinator transactions)
    : Api<DescribeTransactionsRequest, DescribeTransactionsResponse>(ApiKey.DescribeTransactions, 0, 0, 0)
{
    protected override ValueTask<DescribeTransactionsResponse> Answer(DescribeTransactionsRequest request, RequestContext context) =>
        new(new DescribeTransactionsResponse { TransactionStates = request.TransactionalIds.ConvertAll(Describe) });

    private DescribeTransactionsResponse.Transaction Describe(string id)
    {
        if (id.Length == 0) return new DescribeTransactionsResponse.Transaction { TransactionalId = id, ErrorCode = ErrorCode.InvalidRequest };
        if (transactions.Find(id) is not { } t) return new DescribeTransactionsResponse.Transaction { TransactionalId = id, ErrorCode = ErrorCode.TransactionalIdNotFound };
        return new DescribeTransactionsResponse.Transaction
        {
            TransactionalId = id,
            TransactionState = t.State.ToString(),
            TransactionTimeoutMs = t.TimeoutMs,
            TransactionStartTimeMs = t.State == TransactionState.Ongoing ? t.StartMs : -1,
            ProducerId = t.ProducerId,
            ProducerEpoch = t.Epoch,
            Topics = [.. t.Partitions.GroupBy(p => p.Topic).Select(g => new DescribeTransactionsResponse.Transaction.TopicData { Topic = g.Key, Partitions = [.. g.Select(p => p.Partition)] })],
        };
    }
}
