using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Router.Contingents;

/// <summary>
/// Orders that belong together. It says for each leg how much of it should be at the venue, from what has been traded so far and nothing else: after a crash
/// the same is wanted as before it.
/// </summary>
internal sealed class OrderGroup
{
    private OrderGroup(Identity name, LegRelation relation, GroupLeg? first, IReadOnlyList<GroupLeg> legs) => (Name, Relation, First, Legs) = (name, relation, first, legs);

    public OrderGroup(OrderGroupRequest asked)
        : this(asked.Group, asked.Relation, asked.First is { } first ? new GroupLeg(first) : null, [.. asked.Legs.Select(l => new GroupLeg(l))])
    {
    }

    public Identity Name { get; }

    public LegRelation Relation { get; }

    public GroupLeg? First { get; }

    public IReadOnlyList<GroupLeg> Legs { get; }

    public IEnumerable<GroupLeg> All => First is null ? Legs : Legs.Prepend(First);

    /// <summary>How the legs are tied together at their venue: what is known here may be late, there it is not.</summary>
    public OrderTerms Tied(OrderTerms terms) => Relation == LegRelation.None ? terms : terms with { Link = Name, LinkMost = Together };

    /// <summary>What all legs may trade together; nothing where one of them trades alone.</summary>
    public Quantity Together => Relation == LegRelation.Reduces ? First?.Filled ?? Legs.Max(l => l.Asked.Quantity) : Quantity.Zero;

    /// <summary>Something that the first one opened is being closed.</summary>
    public bool IsClosing => Legs.Any(l => l.Asked.Terms.IsReduceOnly && l.Filled.Sign > 0);

    /// <summary>How much of a leg there should be in all, what it has traded included; nothing for one that should not be, or be no more.</summary>
    public Quantity Wanted(GroupLeg leg)
    {
        var most = Most(leg);
        if (Relation == LegRelation.Cancels && Legs.Any(l => l != leg && (l.Filled.Sign > 0 || l.State == LegState.Over))) return Quantity.Zero;
        if (Relation != LegRelation.Reduces) return most;
        foreach (var other in Legs)
            if (other != leg) most -= other.Filled;
        return most.Sign > 0 ? most : Quantity.Zero;
    }

    public void Save(StateWriter state)
    {
        state.UInt128(Name.Value).Int32((int)Relation).Bool(First is not null);
        First?.Save(state);
        state.Int64(Legs.Count);
        foreach (var leg in Legs) leg.Save(state);
    }

    public static OrderGroup Load(ref StateReader state)
    {
        var (name, relation) = (new Identity(state.UInt128()), (LegRelation)state.Int32());
        var first = state.Bool() ? GroupLeg.Load(ref state) : null;
        var legs = new GroupLeg[state.Int64()];
        for (var i = 0; i < legs.Length; i++) legs[i] = GroupLeg.Load(ref state);
        return new OrderGroup(name, relation, first, legs);
    }

    // What reduces the first one's position is there with each of its fills; what opens another waits for all of it.
    private Quantity Most(GroupLeg leg)
    {
        if (First is null) return leg.Asked.Quantity;
        if (leg.Asked.Terms.IsReduceOnly) return Quantity.Min(First.Filled, leg.Asked.Quantity);
        return First.Filled >= First.Asked.Quantity ? leg.Asked.Quantity : Quantity.Zero;
    }
}
