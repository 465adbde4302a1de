using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using OfGroup = Noderr.LocalKafka.Messages.OffsetFetchResponse.OffsetFetchResponseGroup;
using Topic = Noderr.LocalKafka.Messages.OffsetFetchResponse.OffsetFetchResponseTopic;

namespace Noderr.LocalKafka.Apis;

internal sealed class OffsetFetch(GroupCoordinator groups) : Api<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, 1, 9, 6)
{
    private const long NotCommitted = -1;

    protected override ValueTask<OffsetFetchResponse> Answer(OffsetFetchRequest request, RequestContext context)
    {
        var response = new OffsetFetchResponse();
        if (context.Version < 8)
        {
            var wanted = request.Topics?.SelectMany(t => t.PartitionIndexes.Select(p => new TopicPartition(t.Name, p))).ToList();
            var offsets = groups.Fetch(request.GroupId, wanted, request.RequireStable);
            response.Topics = [.. offsets.GroupBy(o => o.Partition.Topic).Select(OfTopic)];
            return new(response);
        }
        foreach (var group in request.Groups)
        {
            var wanted = group.Topics?.SelectMany(t => t.PartitionIndexes.Select(p => new TopicPartition(t.Name, p))).ToList();
            var offsets = groups.Fetch(group.GroupId, wanted, request.RequireStable);
            response.Groups.Add(new OfGroup
            {
                GroupId = group.GroupId,
                Topics = [.. offsets.GroupBy(o => o.Partition.Topic).Select(OfTopicInGroup)],
            });
        }
        return new(response);
    }

    private static Topic OfTopic(IGrouping<string, FetchedOffset> topic) => new()
    {
        Name = topic.Key,
        Partitions = [.. topic.Select(o => new Topic.OffsetFetchResponsePartition
        {
            PartitionIndex = o.Partition.Partition,
            CommittedOffset = o.Offset?.Offset ?? NotCommitted,
            CommittedLeaderEpoch = o.Offset?.LeaderEpoch ?? -1,
            Metadata = o.Offset?.Metadata ?? "",
            ErrorCode = o.Error,
        })],
    };

    private static OfGroup.OffsetFetchResponseTopics OfTopicInGroup(IGrouping<string, FetchedOffset> topic) => new()
    {
        Name = topic.Key,
        Partitions = [.. topic.Select(o => new OfGroup.OffsetFetchResponseTopics.OffsetFetchResponsePartitions
        {
            PartitionIndex = o.Partition.Partition,
            CommittedOffset = o.Offset?.Offset ?? NotCommitted,
            CommittedLeaderEpoch = o.Offset?.LeaderEpoch ?? -1,
            Metadata = o.Offset?.Metadata ?? "",
            ErrorCode = o.Error,
        })],
    };
}
