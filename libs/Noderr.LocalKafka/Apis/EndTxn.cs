using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

public sealed class EndTxn(TransactionCoordinator transactions) : Api<EndTxnRequest, EndTxnResponse>(ApiKey.EndTxn, 0, 3, 3)
{
    protected override async ValueTask<EndTxnResponse> Answer(EndTxnRequest request, RequestContext context)
    {
        try
        {
            var error = await transactions.End(request.TransactionalId, request.ProducerId, request.ProducerEpoch, request.Committed);
            return new EndTxnResponse { ErrorCode = TransactionErrors.For(error, context.Version, fencedSince: 2) };
        }
        catch (IOException)
        {
            return new EndTxnResponse { ErrorCode = ErrorCode.CoordinatorNotAvailable };
        }
    }
}
