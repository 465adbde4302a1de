using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

public sealed class ListTransactions(TransactionCoordinator transactions, TimeProvider clock)
    : Api<ListTransactionsRequest, ListTransactionsResponse>(ApiKey.ListTransactions, 0, 1, 0)
{
    protected override ValueTask<ListTransactionsResponse> Answer(ListTransactionsRequest request, RequestContext context)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var names = Enum.GetNames<TransactionState>();
        return new(new ListTransactionsResponse
        {
            UnknownStateFilters = [.. request.StateFilters.Where(f => !names.Contains(f))],
            TransactionStates = [.. transactions.All
                .Where(t => request.StateFilters.Count == 0 || request.StateFilters.Contains(t.State.ToString()))
                .Where(t => request.ProducerIdFilters.Count == 0 || request.ProducerIdFilters.Contains(t.ProducerId))
                .Where(t => request.DurationFilter < 0 || (t.State == TransactionState.Ongoing && now - t.StartMs > request.DurationFilter))
                .Select(t => new ListTransactionsResponse.Transaction { TransactionalId = t.Id, ProducerId = t.ProducerId, TransactionState = t.State.ToString() })],
        });
    }
}
