namespace Noderr.LocalKafka.Groups;

internal sealed class Member(string id, string? instanceId)
{
    public string Id { get; } = id;
    public string? InstanceId { get; } = instanceId;
    public string ClientId { get; set; } = "";
    public string ClientHost { get; set; } = "";
    public int SessionTimeoutMs { get; set; }
    public int RebalanceTimeoutMs { get; set; }
    public IReadOnlyList<MemberProtocol> Protocols { get; set; } = [];
    public ReadOnlyMemory<byte> Assignment { get; set; }

    /// <summary>Requests that wait for the others. Their connections may be gone; the member is in until its session ends.</summary>
    public TaskCompletionSource<JoinReply>? Joining { get; set; }
    public TaskCompletionSource<SyncReply>? Syncing { get; set; }

    /// <summary>It was told of the new generation and hasn't fetched its assignment yet.</summary>
    public bool OwesSync { get; set; }

    public long SessionEndsAt { get; private set; }

    public bool IsStatic => InstanceId is not null;

    public void Heard(long now) => SessionEndsAt = now + SessionTimeoutMs;

    /// <summary>One whose request waits here can't send a heartbeat.</summary>
    public bool SessionOver(long now) => Joining is null && Syncing is null && now >= SessionEndsAt;

    public ReadOnlyMemory<byte> Metadata(string? protocol)
    {
        foreach (var p in Protocols) if (p.Name == protocol) return p.Metadata;
        return default;
    }

    public bool HasSameProtocols(IReadOnlyList<MemberProtocol> others)
    {
        if (others.Count != Protocols.Count) return false;
        for (var i = 0; i < others.Count; i++)
            if (others[i].Name != Protocols[i].Name || !others[i].Metadata.Span.SequenceEqual(Protocols[i].Metadata.Span)) return false;
        return true;
    }

    public Member Renamed(string newId) => new(newId, InstanceId)
    {
        ClientId = ClientId,
        ClientHost = ClientHost,
        SessionTimeoutMs = SessionTimeoutMs,
        RebalanceTimeoutMs = RebalanceTimeoutMs,
        Protocols = Protocols,
        Assignment = Assignment,
        OwesSync = OwesSync,
    };
}
