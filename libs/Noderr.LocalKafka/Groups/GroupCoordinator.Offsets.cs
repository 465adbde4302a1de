using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Groups;

/// <summary>What groups commit, in and out of transactions.</summary>
public sealed partial class GroupCoordinator
{
    /// <summary>Answers one error for each offset.</summary>
    public async ValueTask<IReadOnlyList<ErrorCode>> Commit(
        string groupId, MemberIdentity identity, int generation, IReadOnlyList<OffsetToCommit> offsets)
    {
        Task written;
        ErrorCode[] errors;
        lock (gate)
        {
            var error = MayCommit(groupId, identity, generation, inTransaction: false, out var hosted);
            if (error != ErrorCode.None) return All(error, offsets);
            errors = Check(offsets);
            written = Write(hosted, offsets, errors, producer: null);
        }
        return await Settle(written, errors);
    }

    /// <summary>
    /// Offsets that count when the producer's transaction commits. <paramref name="word"/> is what the transactions say of it. They hold
    /// their lock until this first waits, so that the write can't come behind the marker: their lock is outside of this one.
    /// </summary>
    public async ValueTask<IReadOnlyList<ErrorCode>> CommitInTransaction(
        string groupId, MemberIdentity identity, int generation, TransactionalProducer producer,
        IReadOnlyList<OffsetToCommit> offsets, ErrorCode word)
    {
        if (word != ErrorCode.None) return All(word, offsets);
        Task written;
        ErrorCode[] errors;
        lock (gate)
        {
            var error = MayCommit(groupId, identity, generation, inTransaction: true, out var hosted);
            if (error != ErrorCode.None) return All(error, offsets);
            errors = Check(offsets);
            written = Write(hosted, offsets, errors, producer);
        }
        return await Settle(written, errors);
    }

    /// <summary>The marker is in the log; what the transaction committed is the groups' from now on, or never was.</summary>
    public void CompleteTransaction(long producerId, bool commit)
    {
        lock (gate)
        {
            foreach (var hosted in groups.Values) hosted.Offsets.EndTransaction(producerId, commit);
        }
    }

    /// <summary>No partitions: all of the group's.</summary>
    public IReadOnlyList<FetchedOffset> Fetch(string groupId, IReadOnlyList<TopicPartition>? partitions, bool requireStable)
    {
        lock (gate)
        {
            if (!groups.TryGetValue(groupId, out var hosted))
                return [.. (partitions ?? []).Select(p => new FetchedOffset(p, null, ErrorCode.None))];
            var offsets = hosted.Offsets;
            return [.. (partitions ?? [.. offsets.Committed.Keys]).Select(p => requireStable && offsets.IsUnstable(p)
                ? new FetchedOffset(p, null, ErrorCode.UnstableOffsetCommit)
                : new FetchedOffset(p, offsets.Committed.GetValueOrDefault(p), ErrorCode.None))];
        }
    }

    /// <summary>Forgets offsets of topics that no member reads. The first error is the group's; the others are the partitions'.</summary>
    public async ValueTask<(ErrorCode Error, IReadOnlyList<ErrorCode> Errors)> DeleteOffsets(
        string groupId, IReadOnlyList<TopicPartition> partitions)
    {
        Task written;
        ErrorCode[] errors;
        lock (gate)
        {
            if (!groups.TryGetValue(groupId, out var hosted)) return (ErrorCode.GroupIdNotFound, []);
            var empty = hosted.Group.State == GroupState.Empty;
            if (!empty && hosted.Group.ProtocolType != "consumer") return (ErrorCode.NonEmptyGroup, []);
            var subscriptions = hosted.Group.Members.Select(m => Subscription.Topics(hosted.Group.Subscription(m))).ToList();
            errors = [.. partitions.Select(p => !exists(p.Topic, p.Partition) ? ErrorCode.UnknownTopicOrPartition
                : subscriptions.Any(s => s is null || s.Contains(p.Topic)) ? ErrorCode.GroupSubscribedToTopic
                : ErrorCode.None)];
            var stored = hosted.Offsets.Partitions.ToHashSet();
            written = Forget(hosted, [.. partitions.Where((p, i) => errors[i] == ErrorCode.None && stored.Contains(p))]);
        }
        var settled = await Settle(written, errors);
        return (ErrorCode.None, settled);
    }

    /// <summary>A topic that is created anew must not be read from where its namesake was left.</summary>
    public async ValueTask ForgetTopic(string topic)
    {
        List<Task> written = [];
        lock (gate)
        {
            foreach (var hosted in groups.Values)
                written.Add(Forget(hosted, [.. hosted.Offsets.Partitions.Where(p => p.Topic == topic)]));
        }
        await Task.WhenAll(written);
    }

    private static ErrorCode[] All(ErrorCode error, IReadOnlyList<OffsetToCommit> offsets) => [.. offsets.Select(_ => error)];

    private ErrorCode MayCommit(string groupId, MemberIdentity identity, int generation, bool inTransaction, out HostedGroup hosted)
    {
        if (groups.TryGetValue(groupId, out hosted!)) return hosted.Group.MayCommit(identity, generation, inTransaction, Now);
        // A consumer that uses the group's name for its offsets alone.
        if (generation >= 0) return ErrorCode.IllegalGeneration;
        hosted = groups[groupId] = new HostedGroup(groupId, settings);
        return ErrorCode.None;
    }

    private ErrorCode[] Check(IReadOnlyList<OffsetToCommit> offsets) => [.. offsets.Select(o =>
        o.Metadata?.Length > settings.MaxOffsetMetadataBytes ? ErrorCode.OffsetMetadataTooLarge
        : !exists(o.Partition.Topic, o.Partition.Partition) ? ErrorCode.UnknownTopicOrPartition
        : ErrorCode.None)];

    private Task Write(HostedGroup hosted, IReadOnlyList<OffsetToCommit> offsets, ErrorCode[] errors, TransactionalProducer? producer)
    {
        var now = WallMs;
        List<(TopicPartition Partition, CommittedOffset Offset)> good = [.. offsets
            .Where((_, i) => errors[i] == ErrorCode.None)
            .Select(o => (o.Partition, new CommittedOffset(o.Offset, o.LeaderEpoch, o.Metadata ?? "", now, sequence + 1, o.RetentionMs >= 0 ? now + o.RetentionMs : null)))];
        if (good.Count == 0) return Task.CompletedTask;
        var written = Append([.. good.Select(g => GroupRecords.Offset(hosted.Group.Id, g.Partition, g.Offset))], producer);
        if (written.IsFaulted) return written;
        foreach (var (partition, offset) in good)
        {
            if (producer is { } p) hosted.Offsets.CommitPending(p.Id, partition, offset);
            else hosted.Offsets.Commit(partition, offset);
        }
        return written;
    }

    private Task Forget(HostedGroup hosted, List<TopicPartition> partitions)
    {
        if (partitions.Count == 0) return Task.CompletedTask;
        var written = Append([.. partitions.Select(p => new KeyedRecord(GroupRecords.OffsetKey(hosted.Group.Id, p), null))]);
        if (!written.IsFaulted) foreach (var p in partitions) hosted.Offsets.Remove(p);
        return written;
    }

    private static async ValueTask<IReadOnlyList<ErrorCode>> Settle(Task written, ErrorCode[] errors)
    {
        if (await Succeeded(written)) return errors;
        for (var i = 0; i < errors.Length; i++) if (errors[i] == ErrorCode.None) errors[i] = ErrorCode.CoordinatorNotAvailable;
        return errors;
    }

    /// <summary>The time runs from when the last member left, or from the commit where there never was a member.</summary>
    private void Expire(HostedGroup hosted)
    {
        var now = WallMs;
        var before = now - (long)settings.OffsetsRetention.TotalMilliseconds;
        var due = hosted.Offsets.Due(now, hosted.EmptySinceMs < before ? before : long.MinValue);
        if (due.Count == hosted.Offsets.Committed.Count && !hosted.Offsets.HasPending) Remove(hosted, due);
        else Forget(hosted, due);
    }
}
