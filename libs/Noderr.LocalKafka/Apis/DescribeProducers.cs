using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.DescribeProducersResponse;
using static Noderr.LocalKafka.Messages.DescribeProducersResponse.TopicResponse;

namespace Noderr.LocalKafka.Apis;

public sealed class DescribeProducers(TopicCatalog topics) : Api<DescribeProducersRequest, DescribeProducersResponse>(ApiKey.DescribeProducers, 0, 0, 0)
{
    protected override ValueTask<DescribeProducersResponse> Answer(DescribeProducersRequest request, RequestContext context) =>
        new(new DescribeProducersResponse
        {
            Topics = request.Topics.ConvertAll(t => new TopicResponse { Name = t.Name, Partitions = t.PartitionIndexes.ConvertAll(i => Describe(t.Name, i)) }),
        });

    private PartitionResponse Describe(string topic, int index)
    {
        if (topics.Partition(topic, index) is not { } log) return new PartitionResponse { PartitionIndex = index, ErrorCode = ErrorCode.UnknownTopicOrPartition };
        return log.Locked(() => new PartitionResponse
        {
            PartitionIndex = index,
            ActiveProducers = [.. log.Producers.Producers.Select(p => new PartitionResponse.ProducerState
            {
                ProducerId = p.Id,
                ProducerEpoch = p.Epoch,
                LastSequence = p.LastSequence,
                LastTimestamp = p.LastTimestamp,
                CoordinatorEpoch = p.CoordinatorEpoch,
                CurrentTxnStartOffset = p.TransactionStart ?? -1,
            })],
        });
    }
}
