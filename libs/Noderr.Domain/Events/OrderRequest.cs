using Noderr.Domain.Algorithms;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Events;

/// <summary>An order as somebody asks for it, or what is to become of one. Its name is given by who asks, so that asking twice is asking once.</summary>
public sealed record OrderRequest(Identity Order, int Instrument, Side Side, Quantity Quantity, OrderTerms Terms)
{
    /// <summary>It is to be worked over time.</summary>
    public AlgorithmTerms? Algorithm { get; init; }
}

/// <summary>How the legs of a group hang together.</summary>
public enum LegRelation : byte
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>One cancels the others: as soon as one trades, or ends otherwise.</summary>
    Cancels,

    /// <summary>What one trades, the others have less to trade.</summary>
    Reduces,
}

/// <summary>
/// Orders that belong together. Where there is a first one, the others come to be as it is filled: those that reduce its position with each fill, by as much;
/// the others once all of it is.
/// </summary>
public sealed record OrderGroupRequest(Identity Group, LegRelation Relation, OrderRequest? First, IReadOnlyList<OrderRequest> Legs)
{
    public const int MostLegs = 8;

    public bool Equals(OrderGroupRequest? other) =>
        other is not null && Group == other.Group && Relation == other.Relation && First == other.First && Legs.SequenceEqual(other.Legs);

    public override int GetHashCode() => Group.GetHashCode();
}
