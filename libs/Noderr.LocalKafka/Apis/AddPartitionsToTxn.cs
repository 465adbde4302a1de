using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.AddPartitionsToTxnResponse;
using static Noderr.LocalKafka.Messages.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;

namespace Noderr.LocalKafka.Apis;

/// <summary>All of the partitions or none: where one is not there, the others are not attempted.</summary>
public sealed class AddPartitionsToTxn(TransactionCoordinator transactions, TopicCatalog topics)
    : Api<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(ApiKey.AddPartitionsToTxn, 0, 3, 3)
{
    protected override async ValueTask<AddPartitionsToTxnResponse> Answer(AddPartitionsToTxnRequest request, RequestContext context)
    {
        var partitions = request.Topics.SelectMany(t => t.Partitions.Select(p => new TopicPartition(t.Name, p))).ToHashSet();
        var missing = partitions.Where(p => topics.Partition(p.Topic, p.Partition) is null).ToHashSet();
        if (missing.Count > 0) return Each(request, p => missing.Contains(p) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.OperationNotAttempted);
        ErrorCode error;
        try
        {
            error = await transactions.AddPartitions(request.TransactionalId, request.ProducerId, request.ProducerEpoch, partitions);
        }
        catch (IOException)
        {
            error = ErrorCode.CoordinatorNotAvailable;
        }
        return Each(request, _ => TransactionErrors.For(error, context.Version, fencedSince: 2));
    }

    private static AddPartitionsToTxnResponse Each(AddPartitionsToTxnRequest request, Func<TopicPartition, ErrorCode> error) => new()
    {
        ResultsByTopic = request.Topics.ConvertAll(t => new AddPartitionsToTxnTopicResult
        {
            Name = t.Name,
            ResultsByPartition = t.Partitions.ConvertAll(p => new AddPartitionsToTxnPartitionResult { PartitionIndex = p, PartitionErrorCode = error(new TopicPartition(t.Name, p)) }),
        }),
    };
}
