using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using Topic = Noderr.LocalKafka.Messages.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;

namespace Noderr.LocalKafka.Apis;

/// <summary>Lets the action write as a part of the transaction, told whether there is one that the group was added to.</summary>
internal delegate ValueTask<IReadOnlyList<ErrorCode>> WithinTransaction(
    string transactionalId, long producerId, short epoch, string group, Func<ErrorCode, ValueTask<IReadOnlyList<ErrorCode>>> commit);

internal sealed class TxnOffsetCommit(GroupCoordinator groups, WithinTransaction within)
    : Api<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(ApiKey.TxnOffsetCommit, 0, 3, 3)
{
    protected override async ValueTask<TxnOffsetCommitResponse> Answer(TxnOffsetCommitRequest request, RequestContext context)
    {
        List<OffsetToCommit> offsets = [.. request.Topics.SelectMany(t => t.Partitions.Select(p => new OffsetToCommit(
            new TopicPartition(t.Name, p.PartitionIndex), p.CommittedOffset, p.CommittedLeaderEpoch, p.CommittedMetadata)))];
        var identity = new MemberIdentity(request.MemberId, request.GroupInstanceId);
        var producer = new TransactionalProducer(request.ProducerId, request.ProducerEpoch);
        var committed = await within(request.TransactionalId, producer.Id, producer.Epoch, request.GroupId, word =>
            groups.CommitInTransaction(request.GroupId, identity, request.GenerationId, producer, offsets, word));
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
