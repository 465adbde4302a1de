using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Groups;

/// <summary>A way to share partitions out, and what a member tells the leader for it. The broker understands neither.</summary>
public sealed record MemberProtocol(string Name, ReadOnlyMemory<byte> Metadata);

/// <summary>Who speaks: a dynamic member by its id, a static one also (or, to an administrator, only) by its instance's name.</summary>
public readonly record struct MemberIdentity(string MemberId, string? InstanceId = null);

public sealed record JoinAttempt(
    MemberIdentity Identity, string ClientId, string ClientHost, int SessionTimeoutMs, int RebalanceTimeoutMs,
    string ProtocolType, IReadOnlyList<MemberProtocol> Protocols)
{
    /// <summary>The client gets its id first, and joins with it: a lost answer leaves no member behind (since version 4).</summary>
    public bool AsksForId { get; init; }

    /// <summary>The client can be leader without having to share out anew (since version 9).</summary>
    public bool CanSkipAssignment { get; init; }
}

public sealed record JoinReply(ErrorCode Error, string MemberId)
{
    public int Generation { get; init; } = -1;
    public string? ProtocolType { get; init; }
    public string? ProtocolName { get; init; }
    public string Leader { get; init; } = "";
    public bool SkipAssignment { get; init; }

    /// <summary>All members for the leader, none for others.</summary>
    public IReadOnlyList<JoinedMember> Members { get; init; } = [];
}

public readonly record struct JoinedMember(string MemberId, string? InstanceId, ReadOnlyMemory<byte> Metadata);

public sealed record SyncAttempt(
    MemberIdentity Identity, int Generation, string? ProtocolType, string? ProtocolName,
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Assignments);

public sealed record SyncReply(ErrorCode Error)
{
    public string? ProtocolType { get; init; }
    public string? ProtocolName { get; init; }
    public ReadOnlyMemory<byte> Assignment { get; init; }
}

public sealed record GroupDescription(string GroupId, GroupState State, string ProtocolType, string ProtocolName)
{
    public IReadOnlyList<MemberDescription> Members { get; init; } = [];
}

public sealed record MemberDescription(
    MemberIdentity Identity, string ClientId, string ClientHost, ReadOnlyMemory<byte> Metadata, ReadOnlyMemory<byte> Assignment);
