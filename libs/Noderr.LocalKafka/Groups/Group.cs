using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Groups;

/// <summary>
/// The members of one group and the generations they go through: who joins, who must join again, who leads. It knows no clock and no
/// log: the time is told with each call, and <see cref="MustBeStored"/> says when what it is has changed. Not thread-safe.
/// </summary>
internal sealed class Group(string id, GroupSettings settings)
{
    private const int MaxNameInId = 1000;

    private readonly Dictionary<string, Member> members = [];
    private readonly Dictionary<string, Member> instances = [];

    // Ids that were given out and not yet used: when each is forgotten.
    private readonly Dictionary<string, long> givenIds = [];

    private long rebalanceEndsAt;
    private long? moreMembersUntil;
    private bool moreMembersCame;
    private long syncsEndAt;

    public string Id { get; } = id;
    public GroupState State { get; private set; } = GroupState.Empty;
    public int Generation { get; private set; }
    public string? ProtocolType { get; private set; }
    public string? ProtocolName { get; private set; }
    public string? Leader { get; private set; }
    public bool MustBeStored { get; private set; }

    public IReadOnlyCollection<Member> Members => members.Values;
    public bool IsVacant => State == GroupState.Empty && givenIds.Count == 0;

    public void Stored() => MustBeStored = false;

    public Task<JoinReply> Join(JoinAttempt attempt, long now)
    {
        var (memberId, instanceId) = attempt.Identity;
        var isKnown = members.ContainsKey(memberId) || instanceId is not null && instances.ContainsKey(instanceId);
        if (members.Count >= settings.MaxSize && !isKnown) return Refuse(attempt, ErrorCode.GroupMaxSizeReached);
        if (!Fits(attempt)) return Refuse(attempt, ErrorCode.InconsistentGroupProtocol);

        if (memberId.Length == 0)
        {
            if (instanceId is not null && instances.TryGetValue(instanceId, out var old)) return Replace(old, attempt, now);
            var newId = NewId(instanceId ?? attempt.ClientId);
            if (instanceId is null && attempt.AsksForId)
            {
                givenIds[newId] = now + attempt.SessionTimeoutMs;
                return Task.FromResult(new JoinReply(ErrorCode.MemberIdRequired, newId));
            }
            return Admit(newId, attempt, now);
        }
        if (instanceId is null && givenIds.Remove(memberId)) return Admit(memberId, attempt, now);
        var error = Find(attempt.Identity, out var member);
        return error == ErrorCode.None ? Rejoin(member, attempt, now) : Refuse(attempt, error);
    }

    public Task<SyncReply> Sync(SyncAttempt attempt, long now)
    {
        var error = Find(attempt.Identity, out var member);
        if (error != ErrorCode.None) return Failed(error);
        if (attempt.Generation != Generation) return Failed(ErrorCode.IllegalGeneration);
        if (attempt.ProtocolType is { } type && type != ProtocolType || attempt.ProtocolName is { } name && name != ProtocolName)
            return Failed(ErrorCode.InconsistentGroupProtocol);
        if (State == GroupState.PreparingRebalance) return Failed(ErrorCode.RebalanceInProgress);

        member.Heard(now);
        member.OwesSync = false;
        if (State == GroupState.Stable) return Task.FromResult(Assigned(member));
        member.Syncing?.TrySetResult(new SyncReply(ErrorCode.RebalanceInProgress));
        var syncing = member.Syncing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (member.Id == Leader) Share(attempt.Assignments, now);
        return syncing.Task;

        static Task<SyncReply> Failed(ErrorCode error) => Task.FromResult(new SyncReply(error));
    }

    public ErrorCode Heartbeat(MemberIdentity identity, int generation, long now)
    {
        var error = Find(identity, out var member);
        if (error != ErrorCode.None) return error;
        if (generation != Generation) return ErrorCode.IllegalGeneration;
        member.Heard(now);
        return State == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    public ErrorCode Leave(MemberIdentity identity, long now)
    {
        if (identity.InstanceId is null && givenIds.Remove(identity.MemberId))
        {
            EndJoinIfAllCame(now);
            return ErrorCode.None;
        }
        if (identity is { MemberId: "", InstanceId: { } instance })
        {
            if (!instances.TryGetValue(instance, out var known)) return ErrorCode.UnknownMemberId;
            identity = new MemberIdentity(known.Id, instance);
        }
        var error = Find(identity, out var member);
        if (error == ErrorCode.None) RemoveAndRebalance([member], now);
        return error;
    }

    /// <summary>
    /// Whether offsets may be committed in this generation's name; it counts as a sign of life. Outside of generations (-1) anybody may
    /// where nobody is a member, and a transaction always, since its own producer is fenced.
    /// </summary>
    public ErrorCode MayCommit(MemberIdentity identity, int generation, bool inTransaction, long now)
    {
        if (generation < 0 && State == GroupState.Empty) return ErrorCode.None;
        if (generation < 0 && identity is { MemberId: "", InstanceId: null })
            return inTransaction ? ErrorCode.None : ErrorCode.UnknownMemberId;
        var error = Find(identity, out var member);
        if (error != ErrorCode.None) return error;
        if (generation != Generation) return ErrorCode.IllegalGeneration;
        if (State == GroupState.CompletingRebalance && !inTransaction) return ErrorCode.RebalanceInProgress;
        member.Heard(now);
        return ErrorCode.None;
    }

    public void Tick(long now)
    {
        foreach (var (given, until) in givenIds)
            if (now >= until) givenIds.Remove(given);

        var gone = members.Values.Where(m => m.SessionOver(now)).ToList();
        if (gone.Count > 0) RemoveAndRebalance(gone, now);

        if (State is GroupState.CompletingRebalance or GroupState.Stable && now >= syncsEndAt)
        {
            var silent = members.Values.Where(m => m.OwesSync).ToList();
            if (silent.Count > 0) RemoveAndRebalance(silent, now);
        }
        if (State != GroupState.PreparingRebalance) return;
        if (now >= moreMembersUntil)
        {
            // As long as new members come, more may follow.
            moreMembersUntil = moreMembersCame && now < rebalanceEndsAt ? Math.Min(rebalanceEndsAt, now + InitialDelayMs) : null;
            moreMembersCame = false;
        }
        if (now >= rebalanceEndsAt) EndJoin(now);
        else EndJoinIfAllCame(now);
    }

    public GroupDescription Describe()
    {
        var stable = State == GroupState.Stable;
        return new GroupDescription(Id, State, ProtocolType ?? "", stable ? ProtocolName ?? "" : "")
        {
            Members = [.. members.Values.Select(m => new MemberDescription(
                new MemberIdentity(m.Id, m.InstanceId), m.ClientId, m.ClientHost,
                stable ? m.Metadata(ProtocolName) : default, stable ? m.Assignment : default))],
        };
    }

    /// <summary>A member's word for the protocol that is, or was last, the group's.</summary>
    public ReadOnlyMemory<byte> Subscription(Member member) => member.Metadata(ProtocolName);

    /// <summary>As it was before the process ended; sessions begin anew, since nobody could send a heartbeat meanwhile.</summary>
    public void Restore(StoredGroup stored, long now)
    {
        (Generation, ProtocolType, ProtocolName, Leader) = (stored.Generation, stored.ProtocolType, stored.ProtocolName, stored.Leader);
        members.Clear();
        instances.Clear();
        foreach (var m in stored.Members)
        {
            Add(new Member(m.Identity.MemberId, m.Identity.InstanceId)
            {
                ClientId = m.ClientId,
                ClientHost = m.ClientHost,
                SessionTimeoutMs = m.SessionTimeoutMs,
                RebalanceTimeoutMs = m.RebalanceTimeoutMs,
                Protocols = stored.ProtocolName is { } name ? [new MemberProtocol(name, m.Subscription)] : [],
                Assignment = m.Assignment,
            });
        }
        foreach (var member in members.Values) member.Heard(now);
        State = members.Count == 0 ? GroupState.Empty : GroupState.Stable;
        if (State == GroupState.Empty || !stored.WasRebalancing) return;

        // Some may have been told the generation that was being formed; it must not mean two things.
        Generation++;
        State = GroupState.PreparingRebalance;
        rebalanceEndsAt = now + LongestRebalance();
    }

    private long InitialDelayMs => (long)settings.InitialRebalanceDelay.TotalMilliseconds;

    private long LongestRebalance() => members.Count == 0 ? 0 : members.Values.Max(m => m.RebalanceTimeoutMs);

    private bool Fits(JoinAttempt attempt)
    {
        if (attempt.ProtocolType.Length == 0 || attempt.Protocols.Count == 0) return false;
        if (members.Count == 0) return true;
        if (attempt.ProtocolType != ProtocolType) return false;
        var others = members.Values.Where(m => m.Id != attempt.Identity.MemberId
            && (m.InstanceId is null || m.InstanceId != attempt.Identity.InstanceId)).ToList();
        if (others.Count == 0) return true;
        var common = ProtocolVote.KnownToAll(others);
        return attempt.Protocols.Any(p => common.Contains(p.Name));
    }

    // A name of any length is a client's right, but with more behind it it must still fit into a message.
    private static string NewId(string name) => $"{name[..Math.Min(name.Length, MaxNameInId)]}-{Guid.NewGuid()}";

    private static Task<JoinReply> Refuse(JoinAttempt attempt, ErrorCode error) =>
        Task.FromResult(new JoinReply(error, attempt.Identity.MemberId));

    private ErrorCode Find(MemberIdentity identity, out Member member)
    {
        member = null!;
        if (identity.InstanceId is { } instance)
        {
            if (!instances.TryGetValue(instance, out var known)) return ErrorCode.UnknownMemberId;
            if (known.Id != identity.MemberId) return ErrorCode.FencedInstanceId;
        }
        return members.TryGetValue(identity.MemberId, out member!) ? ErrorCode.None : ErrorCode.UnknownMemberId;
    }

    private void Add(Member member)
    {
        members[member.Id] = member;
        if (member.InstanceId is { } instance) instances[instance] = member;
    }

    private Task<JoinReply> Admit(string memberId, JoinAttempt attempt, long now)
    {
        if (members.Count == 0) ProtocolType = attempt.ProtocolType;
        var member = new Member(memberId, attempt.Identity.InstanceId);
        Add(member);
        moreMembersCame = true;
        return JoinAgain(member, attempt, now);
    }

    private Task<JoinReply> Rejoin(Member member, JoinAttempt attempt, long now)
    {
        var same = member.HasSameProtocols(attempt.Protocols);
        // A leader that joins again has seen something that calls for another assignment.
        var current = State switch
        {
            GroupState.CompletingRebalance => same,
            GroupState.Stable => same && member.Id != Leader,
            _ => false,
        };
        if (!current) return JoinAgain(member, attempt, now);
        Update(member, attempt, now);
        return Task.FromResult(Joined(member));
    }

    /// <summary>A static member's new process takes the place of the old one, and its assignment, without disturbing the others.</summary>
    private Task<JoinReply> Replace(Member old, JoinAttempt attempt, long now)
    {
        Fail(old, ErrorCode.FencedInstanceId);
        members.Remove(old.Id);
        var member = old.Renamed(NewId(old.InstanceId!));
        Add(member);
        var led = old.Id == Leader;
        if (led) Leader = member.Id;

        Update(member, attempt, now);
        // Restored with the old id, the new process would be taken for the fenced one.
        MustBeStored = true;
        if (State != GroupState.Stable || ProtocolVote.Winner(members.Values) != ProtocolName) return JoinAgain(member, attempt, now);
        var reply = Joined(member);
        if (led && attempt.CanSkipAssignment) return Task.FromResult(reply with { SkipAssignment = true });
        // An older client would share out anew if it found itself the leader.
        return Task.FromResult(led ? reply with { Leader = old.Id, Members = [] } : reply);
    }

    private static void Update(Member member, JoinAttempt attempt, long now)
    {
        (member.ClientId, member.ClientHost) = (attempt.ClientId, attempt.ClientHost);
        (member.SessionTimeoutMs, member.RebalanceTimeoutMs) = (attempt.SessionTimeoutMs, attempt.RebalanceTimeoutMs);
        member.Protocols = attempt.Protocols;
        member.Heard(now);
    }

    private Task<JoinReply> JoinAgain(Member member, JoinAttempt attempt, long now)
    {
        Update(member, attempt, now);
        member.Joining?.TrySetResult(new JoinReply(ErrorCode.RebalanceInProgress, member.Id));
        var joining = member.Joining = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (State == GroupState.PreparingRebalance) EndJoinIfAllCame(now);
        else BeginRebalance(now);
        return joining.Task;
    }

    private void BeginRebalance(long now)
    {
        if (State == GroupState.Stable) MustBeStored = true;
        foreach (var member in members.Values)
        {
            member.OwesSync = false;
            member.Syncing?.TrySetResult(new SyncReply(ErrorCode.RebalanceInProgress));
            if (member.Syncing is not null) member.Heard(now);
            member.Syncing = null;
        }
        moreMembersUntil = State == GroupState.Empty && InitialDelayMs > 0 ? now + InitialDelayMs : null;
        moreMembersCame = false;
        rebalanceEndsAt = now + Math.Max(LongestRebalance(), moreMembersUntil is null ? 0 : InitialDelayMs);
        State = GroupState.PreparingRebalance;
        EndJoinIfAllCame(now);
    }

    private void EndJoinIfAllCame(long now)
    {
        if (State != GroupState.PreparingRebalance || moreMembersUntil is not null || givenIds.Count > 0) return;
        if (members.Values.All(m => m.Joining is not null)) EndJoin(now);
    }

    private void EndJoin(long now)
    {
        moreMembersUntil = null;
        var late = members.Values.Where(m => m is { Joining: null, IsStatic: false }).ToList();
        foreach (var member in late) Remove(member, ErrorCode.UnknownMemberId);
        if (members.Count == 0)
        {
            BecomeEmpty();
            return;
        }
        var leader = Leader is not null && members.TryGetValue(Leader, out var last) && last.Joining is not null
            ? last
            : members.Values.FirstOrDefault(m => m.Joining is not null);
        if (leader is null)
        {
            // Static members that are all away, and whose sessions last: one has to lead.
            rebalanceEndsAt = now + LongestRebalance();
            return;
        }
        Generation++;
        (Leader, ProtocolName) = (leader.Id, ProtocolVote.Winner(members.Values));
        State = GroupState.CompletingRebalance;
        syncsEndAt = now + LongestRebalance();
        foreach (var member in members.Values)
        {
            member.Assignment = default;
            if (member.Joining is not { } joining) continue;
            member.Joining = null;
            member.OwesSync = true;
            member.Heard(now);
            joining.TrySetResult(Joined(member));
        }
    }

    private void BecomeEmpty()
    {
        State = GroupState.Empty;
        Generation++;
        (Leader, ProtocolName) = (null, null);
        MustBeStored = true;
    }

    private void Share(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> assignments, long now)
    {
        State = GroupState.Stable;
        MustBeStored = true;
        foreach (var member in members.Values)
        {
            member.Assignment = assignments.GetValueOrDefault(member.Id);
            if (member.Syncing is not { } syncing) continue;
            member.Syncing = null;
            member.Heard(now);
            syncing.TrySetResult(Assigned(member));
        }
    }

    private JoinReply Joined(Member member) => new(ErrorCode.None, member.Id)
    {
        Generation = Generation,
        ProtocolType = ProtocolType,
        ProtocolName = ProtocolName,
        Leader = Leader ?? "",
        Members = member.Id == Leader
            ? [.. members.Values.Select(m => new JoinedMember(m.Id, m.InstanceId, m.Metadata(ProtocolName)))]
            : [],
    };

    private SyncReply Assigned(Member member) =>
        new(ErrorCode.None) { ProtocolType = ProtocolType, ProtocolName = ProtocolName, Assignment = member.Assignment };

    private void RemoveAndRebalance(List<Member> gone, long now)
    {
        foreach (var member in gone) Remove(member, ErrorCode.UnknownMemberId);
        if (State == GroupState.PreparingRebalance) EndJoinIfAllCame(now);
        else BeginRebalance(now);
    }

    private void Remove(Member member, ErrorCode why)
    {
        Fail(member, why);
        members.Remove(member.Id);
        if (member.InstanceId is { } instance) instances.Remove(instance);
        if (Leader == member.Id) Leader = null;
    }

    private static void Fail(Member member, ErrorCode why)
    {
        member.Joining?.TrySetResult(new JoinReply(why, member.Id));
        member.Syncing?.TrySetResult(new SyncReply(why));
        (member.Joining, member.Syncing) = (null, null);
    }
}
