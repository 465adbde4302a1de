using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.OffsetForLeaderEpochResponse;
using static Noderr.LocalKafka.Messages.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;

namespace Noderr.LocalKafka.Apis;

/// <summary>Where an epoch ended: a client finds out whether what it has read is still in the log.</summary>
public sealed class OffsetForLeaderEpoch(TopicCatalog topics)
    : Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(ApiKey.OffsetForLeaderEpoch, 2, 4, 4)
{
    protected override ValueTask<OffsetForLeaderEpochResponse> Answer(OffsetForLeaderEpochRequest request, RequestContext context)
    {
        var answer = new OffsetForLeaderEpochResponse();
        foreach (var topic in request.Topics)
        {
            var partitions = topic.Partitions.ConvertAll(p => Find(topic.Topic, p));
            answer.Topics.Add(new OffsetForLeaderTopicResult { Topic = topic.Topic, Partitions = partitions });
        }
        return new(answer);
    }

    private EpochEndOffset Find(string topic, OffsetForLeaderEpochRequest.OffsetForLeaderTopic.OffsetForLeaderPartition asked)
    {
        var log = topics.Partition(topic, asked.Partition);
        var answer = new EpochEndOffset
        {
            Partition = asked.Partition,
            ErrorCode = log is null ? ErrorCode.UnknownTopicOrPartition : EpochCheck.Of(log, asked.CurrentLeaderEpoch),
        };
        if (answer.ErrorCode == ErrorCode.None) (answer.LeaderEpoch, answer.EndOffset) = log!.EndOf(asked.LeaderEpoch);
        return answer;
    }
}
