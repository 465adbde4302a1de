using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using Topic = Noderr.LocalKafka.Messages.OffsetCommitResponse.OffsetCommitResponseTopic;

namespace Noderr.LocalKafka.Apis;

internal sealed class OffsetCommit(GroupCoordinator groups) : Api<OffsetCommitRequest, OffsetCommitResponse>(ApiKey.OffsetCommit, 2, 9, 8)
{
    protected override async ValueTask<OffsetCommitResponse> Answer(OffsetCommitRequest request, RequestContext context)
    {
        List<OffsetToCommit> offsets = [.. request.Topics.SelectMany(t => t.Partitions.Select(p => new OffsetToCommit(
            new TopicPartition(t.Name, p.PartitionIndex), p.CommittedOffset, p.CommittedLeaderEpoch, p.CommittedMetadata, request.RetentionTimeMs)))];
        var identity = new MemberIdentity(request.MemberId, request.GroupInstanceId);
        using var errors = (await groups.Commit(request.GroupId, identity, request.GenerationIdOrMemberEpoch, offsets)).GetEnumerator();
        return new OffsetCommitResponse
        {
            Topics = [.. request.Topics.Select(t => new Topic
            {
                Name = t.Name,
                Partitions = [.. t.Partitions.Select(p => new Topic.OffsetCommitResponsePartition
                {
                    PartitionIndex = p.PartitionIndex,
                    ErrorCode = errors.MoveNext() ? errors.Current : ErrorCode.UnknownServerError,
                })],
            })],
        };
    }
}
