using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;
using Topic = Noderr.LocalKafka.Messages.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;

namespace Noderr.LocalKafka.Apis;

/// <summary>Asks whether the group is a part of the transaction: transactional id, producer id and epoch, group.</summary>
internal sealed class TxnOffsetCommit(GroupCoordinator groups, Func<string, long, short, string, ErrorCode> isInTransaction)
    : Api<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(ApiKey.TxnOffsetCommit, 0, 3, 3)
{
    protected override async ValueTask<TxnOffsetCommitResponse> Answer(TxnOffsetCommitRequest request, RequestContext context)
    {
        List<OffsetToCommit> offsets = [.. request.Topics.SelectMany(t => t.Partitions.Select(p => new OffsetToCommit(
            new TopicPartition(t.Name, p.PartitionIndex), p.CommittedOffset, p.CommittedLeaderEpoch, p.CommittedMetadata)))];
        var committed = await groups.CommitInTransaction(
            request.GroupId, new MemberIdentity(request.MemberId, request.GroupInstanceId), request.GenerationId,
            new TransactionalProducer(request.ProducerId, request.ProducerEpoch), offsets,
            () => isInTransaction(request.TransactionalId, request.ProducerId, request.ProducerEpoch, request.GroupId));
        using var errors = committed.GetEnumerator();
        return new TxnOffsetCommitResponse
        {
            Topics = [.. request.Topics.Select(t => new Topic
            {
                Name = t.Name,
                Partitions = [.. t.Partitions.Select(p => new Topic.TxnOffsetCommitResponsePartition
                {
                    PartitionIndex = p.PartitionIndex,
                    ErrorCode = errors.MoveNext() ? errors.Current : ErrorCode.UnknownServerError,
                })],
            })],
        };
    }
}
