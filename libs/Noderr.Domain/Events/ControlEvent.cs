using Noderr.Domain.Numbers;

namespace Noderr.Domain.Events;

public enum ControlKind : byte
{
    KillSwitchOn,
    KillSwitchOff,
    ConfigurationChanged,
    AlertRaised,
}

/// <summary>What an operator decided, or must hear of. <see cref="Book"/> is -1 where it concerns everything.</summary>
public readonly record struct ControlEvent(ControlKind Kind, int Book, string Actor, string Text, Timestamp At)
{
    public Alert Alert { get; init; } = Alert.None;

    /// <summary>Of a change of configuration.</summary>
    public Configuration Configuration { get; init; } = Configuration.None;
}
