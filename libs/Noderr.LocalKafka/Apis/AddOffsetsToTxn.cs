using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

public sealed class AddOffsetsToTxn(TransactionCoordinator transactions) : Api<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(ApiKey.AddOffsetsToTxn, 0, 3, 3)
{
    protected override async ValueTask<AddOffsetsToTxnResponse> Answer(AddOffsetsToTxnRequest request, RequestContext context)
    {
        try
        {
            var error = await transactions.AddOffsets(request.TransactionalId, request.ProducerId, request.ProducerEpoch, request.GroupId);
            return new AddOffsetsToTxnResponse { ErrorCode = TransactionErrors.For(error, context.Version, fencedSince: 2) };
        }
        catch (IOException)
        {
            return new AddOffsetsToTxnResponse { ErrorCode = ErrorCode.CoordinatorNotAvailable };
        }
    }
}
