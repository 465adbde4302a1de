using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using Topic = Noderr.LocalKafka.Messages.OffsetDeleteResponse.OffsetDeleteResponseTopic;

namespace Noderr.LocalKafka.Apis;

internal sealed class OffsetDelete(GroupCoordinator groups)
    : Api<OffsetDeleteRequest, OffsetDeleteResponse>(ApiKey.OffsetDelete, 0, 0, Never)
{
    protected override async ValueTask<OffsetDeleteResponse> Answer(OffsetDeleteRequest request, RequestContext context)
    {
        List<TopicPartition> partitions =
            [.. request.Topics.SelectMany(t => t.Partitions.Select(p => new TopicPartition(t.Name, p.PartitionIndex)))];
        var (error, deleted) = await groups.DeleteOffsets(request.GroupId, partitions);
        if (error != ErrorCode.None) return new OffsetDeleteResponse { ErrorCode = error };

        using var errors = deleted.GetEnumerator();
        return new OffsetDeleteResponse
        {
            Topics = [.. request.Topics.Select(t => new Topic
            {
                Name = t.Name,
                Partitions = [.. t.Partitions.Select(p => new Topic.OffsetDeleteResponsePartition
                {
                    PartitionIndex = p.PartitionIndex,
                    ErrorCode = errors.MoveNext() ? errors.Current : ErrorCode.UnknownServerError,
                })],
            })],
        };
    }
}
