using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.ListOffsetsResponse;
using static Noderr.LocalKafka.Messages.ListOffsetsResponse.ListOffsetsTopicResponse;

namespace Noderr.LocalKafka.Apis;

/// <summary>Offsets by time, and by the special times for the end, the start and the latest record.</summary>
public sealed class ListOffsets(TopicCatalog topics) : Api<ListOffsetsRequest, ListOffsetsResponse>(ApiKey.ListOffsets, 1, 7, 6)
{
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long MaxTimestamp = -3;

    protected override ValueTask<ListOffsetsResponse> Answer(ListOffsetsRequest request, RequestContext context)
    {
        var answer = new ListOffsetsResponse();
        foreach (var topic in request.Topics)
        {
            var partitions = topic.Partitions.ConvertAll(p => Find(topics.Partition(topic.Name, p.PartitionIndex), p, request.IsolationLevel == 1));
            answer.Topics.Add(new ListOffsetsTopicResponse { Name = topic.Name, Partitions = partitions });
        }
        return new(answer);
    }

    private static ListOffsetsPartitionResponse Find(PartitionLog? log, ListOffsetsRequest.ListOffsetsTopic.ListOffsetsPartition asked, bool committedOnly)
    {
        var answer = new ListOffsetsPartitionResponse
        {
            PartitionIndex = asked.PartitionIndex,
            ErrorCode = log is null ? ErrorCode.UnknownTopicOrPartition : EpochCheck.Of(log, asked.CurrentLeaderEpoch),
        };
        if (answer.ErrorCode != ErrorCode.None) return answer;
        if (log!.Failure is not null)
        {
            answer.ErrorCode = ErrorCode.KafkaStorageError;
            return answer;
        }
        (long Offset, long Timestamp, int Epoch)? found = asked.Timestamp switch
        {
            Latest => Mark(log, committedOnly ? log.LastStable : log.HighWatermark, log.LeaderEpoch),
            Earliest => Mark(log, log.LogStart, log.EpochOf(log.LogStart)),
            MaxTimestamp => log.Latest(),
            >= 0 => log.FirstSince(asked.Timestamp, committedOnly),
            _ => null,
        };
        if (found is { } f) (answer.Offset, answer.Timestamp, answer.LeaderEpoch) = f;
        return answer;
    }

    private static (long, long, int) Mark(PartitionLog log, long offset, int epoch) => (offset, -1, log.LogEnd == 0 ? log.LeaderEpoch : epoch);
}
