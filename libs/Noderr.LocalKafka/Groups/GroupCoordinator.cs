using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Groups;

/// <summary>
/// All groups. One lock guards them and is held while records are handed to the log, so that the log has them in the order in which
/// they took effect; waiting for the disk and for other members happens outside of it.
/// </summary>
public sealed partial class GroupCoordinator(
    ICoordinatorLog log, GroupSettings settings, TimeProvider clock, Func<string, int, bool> exists)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, HostedGroup> groups = [];
    private readonly long started = clock.GetTimestamp();
    private long sequence;
    private long nextRetentionCheck;

    // Deadlines hang on the steady clock: a wall clock that is set must not end sessions.
    private long Now => (long)clock.GetElapsedTime(started).TotalMilliseconds;

    private long WallMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public async ValueTask<JoinReply> Join(string groupId, JoinAttempt attempt, CancellationToken closed = default)
    {
        if (groupId.Length == 0) return Refused(ErrorCode.InvalidGroupId);
        if (attempt.SessionTimeoutMs < settings.MinSessionTimeout.TotalMilliseconds
            || attempt.SessionTimeoutMs > settings.MaxSessionTimeout.TotalMilliseconds) return Refused(ErrorCode.InvalidSessionTimeout);
        // Before version 1 a rebalance lasts as long as a session.
        if (attempt.RebalanceTimeoutMs < 0) attempt = attempt with { RebalanceTimeoutMs = attempt.SessionTimeoutMs };

        HostedGroup? hosted;
        Task<JoinReply> joining;
        lock (gate)
        {
            if (!groups.TryGetValue(groupId, out hosted))
            {
                if (attempt.Identity.MemberId.Length > 0) return Refused(ErrorCode.UnknownMemberId);
                hosted = groups[groupId] = new HostedGroup(groupId, settings);
            }
            joining = hosted.Group.Join(attempt, Now);
            StoreIfChanged(hosted);
        }
        var reply = await joining.WaitAsync(closed);
        return reply.Error != ErrorCode.None || await IsStored(hosted) ? reply : Refused(ErrorCode.CoordinatorNotAvailable);

        JoinReply Refused(ErrorCode error) => new(error, attempt.Identity.MemberId);
    }

    public async ValueTask<SyncReply> Sync(string groupId, SyncAttempt attempt, CancellationToken closed = default)
    {
        HostedGroup? hosted;
        Task<SyncReply> syncing;
        lock (gate)
        {
            if (groupId.Length == 0) return new(ErrorCode.InvalidGroupId);
            if (!groups.TryGetValue(groupId, out hosted)) return new(ErrorCode.UnknownMemberId);
            syncing = hosted.Group.Sync(attempt, Now);
            StoreIfChanged(hosted);
        }
        var reply = await syncing.WaitAsync(closed);
        return reply.Error != ErrorCode.None || await IsStored(hosted) ? reply : new(ErrorCode.CoordinatorNotAvailable);
    }

    public ErrorCode Heartbeat(string groupId, MemberIdentity identity, int generation)
    {
        lock (gate)
        {
            if (groupId.Length == 0) return ErrorCode.InvalidGroupId;
            if (!groups.TryGetValue(groupId, out var hosted)) return ErrorCode.UnknownMemberId;
            return hosted.Group.Heartbeat(identity, generation, Now);
        }
    }

    public IReadOnlyList<ErrorCode> Leave(string groupId, IReadOnlyList<MemberIdentity> leaving)
    {
        lock (gate)
        {
            if (!groups.TryGetValue(groupId, out var hosted)) return [.. leaving.Select(_ => ErrorCode.UnknownMemberId)];
            List<ErrorCode> errors = [.. leaving.Select(identity => hosted.Group.Leave(identity, Now))];
            StoreIfChanged(hosted);
            return errors;
        }
    }

    public GroupDescription Describe(string groupId)
    {
        lock (gate)
        {
            return groups.TryGetValue(groupId, out var hosted)
                ? hosted.Group.Describe()
                : new GroupDescription(groupId, GroupState.Dead, "", "");
        }
    }

    public IReadOnlyList<GroupDescription> List()
    {
        lock (gate) return [.. groups.Values.Select(g => g.Group.Describe())];
    }

    /// <summary>Every committed offset there is.</summary>
    public IReadOnlyList<(string Group, TopicPartition Partition, long Offset)> Committed()
    {
        lock (gate) return [.. groups.SelectMany(g => g.Value.Offsets.Committed.Select(c => (g.Key, c.Key, c.Value.Offset)))];
    }

    public async ValueTask<ErrorCode> Delete(string groupId)
    {
        Task written;
        lock (gate)
        {
            if (!groups.TryGetValue(groupId, out var hosted)) return ErrorCode.GroupIdNotFound;
            if (hosted.Group.State != GroupState.Empty) return ErrorCode.NonEmptyGroup;
            written = Remove(hosted, [.. hosted.Offsets.Partitions]);
        }
        return await Succeeded(written) ? ErrorCode.None : ErrorCode.CoordinatorNotAvailable;
    }

    /// <summary>Ends sessions, rebalances and retention that are due. Called about every 50 ms.</summary>
    public void Tick()
    {
        lock (gate)
        {
            var now = Now;
            foreach (var hosted in groups.Values)
            {
                hosted.Group.Tick(now);
                StoreIfChanged(hosted);
            }
            if (now < nextRetentionCheck) return;
            nextRetentionCheck = now + (long)settings.OffsetsRetentionCheck.TotalMilliseconds;
            foreach (var hosted in groups.Values.Where(g => g.Group.IsVacant).ToList()) Expire(hosted);
        }
    }

    /// <summary>The members are written where they changed, and again where the last write failed.</summary>
    private void StoreIfChanged(HostedGroup hosted)
    {
        var failed = hosted.Stored is { IsCompleted: true, IsCompletedSuccessfully: false };
        if (!hosted.Group.MustBeStored && !failed) return;
        if (hosted.Group.State == GroupState.Empty) hosted.EmptySinceMs = WallMs;
        hosted.Stored = Append([GroupRecords.Group(hosted.Group.Id, StoredGroup.Of(hosted.Group, WallMs))]);
        hosted.IsInLog = true;
        hosted.Group.Stored();
    }

    private Task<bool> IsStored(HostedGroup hosted)
    {
        // The lock is taken since the one that completed the wait may be about to write.
        lock (gate) return Succeeded(hosted.Stored);
    }

    /// <summary>What the log refuses at once hasn't been written, and must not take effect: that task has failed already.</summary>
    private Task Append(IReadOnlyList<KeyedRecord> records, TransactionalProducer? producer = null)
    {
        sequence++;
        try
        {
            return log.AppendAsync(records, producer).AsTask();
        }
        catch (IOException e)
        {
            return Task.FromException(e);
        }
    }

    private static async Task<bool> Succeeded(Task written)
    {
        try
        {
            await written;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private Task Remove(HostedGroup hosted, IReadOnlyList<TopicPartition> offsets)
    {
        var id = hosted.Group.Id;
        List<KeyedRecord> gone = [.. offsets.Select(o => new KeyedRecord(GroupRecords.OffsetKey(id, o), null))];
        if (hosted.IsInLog) gone.Add(new KeyedRecord(GroupRecords.GroupKey(id), null));
        var written = gone.Count == 0 ? Task.CompletedTask : Append(gone);
        if (!written.IsFaulted) groups.Remove(id);
        return written;
    }
}
