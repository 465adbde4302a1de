using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.DeleteRecordsResponse;
using static Noderr.LocalKafka.Messages.DeleteRecordsResponse.DeleteRecordsTopicResult;

namespace Noderr.LocalKafka.Apis;

public sealed class DeleteRecords(TopicCatalog topics) : Api<DeleteRecordsRequest, DeleteRecordsResponse>(ApiKey.DeleteRecords, 0, 2, 2)
{
    protected override ValueTask<DeleteRecordsResponse> Answer(DeleteRecordsRequest request, RequestContext context)
    {
        var answer = new DeleteRecordsResponse();
        foreach (var topic in request.Topics)
        {
            var partitions = topic.Partitions.ConvertAll(p => Delete(topic.Name, p.PartitionIndex, p.Offset));
            answer.Topics.Add(new DeleteRecordsTopicResult { Name = topic.Name, Partitions = partitions });
        }
        return new(answer);
    }

    private DeleteRecordsPartitionResult Delete(string name, int index, long offset)
    {
        var result = new DeleteRecordsPartitionResult { PartitionIndex = index, LowWatermark = -1 };
        if (!topics.TryGet(name, out var topic) || topic.Partition(index) is not { } log) result.ErrorCode = ErrorCode.UnknownTopicOrPartition;
        else if (topic.IsInternal) result.ErrorCode = ErrorCode.InvalidTopic;
        else if (!topic.Settings.Delete) result.ErrorCode = ErrorCode.PolicyViolation;
        else result.ErrorCode = log.DeleteBefore(offset);
        if (result.ErrorCode == ErrorCode.None) result.LowWatermark = topics.Partition(name, index)!.LogStart;
        return result;
    }
}
