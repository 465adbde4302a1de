namespace Noderr.LocalKafka.Groups;

/// <summary>
/// What is kept of a group. Kafka's format has no place for the state; a leader is named only where the group was stable, so
/// that a group without one is known to have been between two generations.
/// </summary>
internal sealed record StoredGroup(string ProtocolType, int Generation, string? ProtocolName, string? Leader, long Since)
{
    public IReadOnlyList<StoredMember> Members { get; init; } = [];

    public bool WasRebalancing => Members.Count > 0 && Leader is null;

    public static StoredGroup Of(Group group, long nowMs)
    {
        var stable = group.State == GroupState.Stable;
        return new(group.ProtocolType ?? "", group.Generation, group.ProtocolName, stable ? group.Leader : null, nowMs)
        {
            Members = [.. group.Members.Select(m => new StoredMember(
                new MemberIdentity(m.Id, m.InstanceId), m.ClientId, m.ClientHost, m.RebalanceTimeoutMs, m.SessionTimeoutMs,
                group.Subscription(m), stable ? m.Assignment : default))],
        };
    }
}

internal sealed record StoredMember(
    MemberIdentity Identity, string ClientId, string ClientHost, int RebalanceTimeoutMs, int SessionTimeoutMs,
    ReadOnlyMemory<byte> Subscription, ReadOnlyMemory<byte> Assignment);
