using Noderr.Domain.Numbers;

namespace Noderr.Domain.Events;

public enum ControlKind : byte
{
    KillSwitchOn,
    KillSwitchOff,
    ConfigurationChanged,
    AlertRaised,

    /// <summary>Somebody wants an order; the router makes it.</summary>
    OrderAsked,

    /// <summary>Somebody wants an order taken back.</summary>
    CancelAsked,

    /// <summary>Somebody wants other terms for an order: what is nothing stays as it was.</summary>
    AmendAsked,

    /// <summary>Somebody wants orders that belong together.</summary>
    GroupAsked,

    /// <summary>Somebody wants an order that is worked to stand still.</summary>
    PauseAsked,

    /// <summary>Somebody wants it to go on.</summary>
    ResumeAsked,
}

/// <summary>What an operator decided, or must hear of. <see cref="Book"/> is -1 where it concerns everything.</summary>
public readonly record struct ControlEvent(ControlKind Kind, int Book, string Actor, string Text, Timestamp At)
{
    public Alert Alert { get; init; } = Alert.None;

    /// <summary>Of what somebody wants of an order.</summary>
    public OrderRequest? Request { get; init; }

    /// <summary>Of orders that somebody wants to belong together.</summary>
    public OrderGroupRequest? Group { get; init; }

    /// <summary>Of a change of configuration.</summary>
    public Configuration Configuration { get; init; } = Configuration.None;
}
