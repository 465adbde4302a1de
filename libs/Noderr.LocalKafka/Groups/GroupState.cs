namespace Noderr.LocalKafka.Groups;

/// <summary>Named as Kafka shows them. A dead group is one that isn't there.</summary>
public enum GroupState
{
    Empty,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
    Dead,
}
