using Noderr.Domain.Numbers;

namespace Noderr.Domain.Events;

public enum ChaosKind : byte
{
    /// <summary>The target is about to be hit; on record before it is.</summary>
    Started,

    Ended,
}

/// <summary>What was broken on purpose, and how what was hit came back.</summary>
public readonly record struct ChaosEvent(ChaosKind Kind, string Experiment, Timestamp At)
{
    /// <summary>The service that is hit; of a start, as what follows.</summary>
    public string Target { get; init; } = "";

    public string Fault { get; init; } = "";

    public string Actor { get; init; } = "";

    public long PatienceMs { get; init; }

    /// <summary>Of an end, as what follows.</summary>
    public bool Recovered { get; init; }

    public long RecoveryMs { get; init; }

    public string Detail { get; init; } = "";
}
