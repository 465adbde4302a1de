using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

/// <summary>A producer that only counts its records gets a fresh id each time; a transactional one takes over what its id stands for.</summary>
public sealed class InitProducerId(TransactionCoordinator transactions, DataFolder data)
    : Api<InitProducerIdRequest, InitProducerIdResponse>(ApiKey.InitProducerId, 0, 4, 2)
{
    protected override async ValueTask<InitProducerIdResponse> Answer(InitProducerIdRequest request, RequestContext context)
    {
        try
        {
            if (request.TransactionalId is not { } id) return new InitProducerIdResponse { ProducerId = data.NewProducerId(), ProducerEpoch = 0 };
            var (error, producer, epoch) = await transactions.Init(id, request.TransactionTimeoutMs, request.ProducerId, request.ProducerEpoch);
            return new InitProducerIdResponse { ErrorCode = TransactionErrors.For(error, context.Version, fencedSince: 4), ProducerId = producer, ProducerEpoch = epoch };
        }
        catch (IOException)
        {
            return new InitProducerIdResponse { ErrorCode = ErrorCode.CoordinatorNotAvailable, ProducerEpoch = -1 };
        }
    }
}
