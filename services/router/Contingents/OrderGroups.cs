using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Router.Contingents;

/// <summary>The groups of a book that are not over, and what is to be done next in one of them.</summary>
internal sealed class OrderGroups(InstrumentCatalog instruments)
{
    // All orders that ever stood for a leg: a fill of one that is over counts still.
    private readonly Dictionary<UInt128, (OrderGroup Group, GroupLeg Leg)> byOrder = [];
    private readonly SortedDictionary<UInt128, OrderGroup> groups = [];

    public bool Contains(Identity order) => byOrder.ContainsKey(order.Value);

    public void Add(OrderGroupRequest asked)
    {
        if (!groups.ContainsKey(asked.Group.Value)) Add(new OrderGroup(asked));
    }

    public void Observe(in ExecutionEvent input)
    {
        if (!byOrder.TryGetValue(input.Order.Value, out var found)) return;
        if (found.Leg == found.Group.First) found.Leg.ObserveOnce(input);
        else if (found.Leg.Observe(input))
        {
            byOrder[found.Leg.Order.Value] = found;
            if (input.Reason == VenueReason.Linked) found.Leg.SpentAt = found.Group.Together;
        }
        Tidy(found.Group);
    }

    public void Evolve(in OrderEvent said)
    {
        if (!byOrder.TryGetValue(said.Order.Value, out var found)) return;
        found.Leg.Evolve(said);
        if (said.Kind == OrderKind.CancelAsked && IsTooMuch(found.Group, found.Leg)) found.Leg.Withdraw();
        Tidy(found.Group);
    }

    /// <summary>Those that are to go when one is denied.</summary>
    public IEnumerable<Identity> GoWith(Identity denied) =>
        byOrder.TryGetValue(denied.Value, out var found) && found.Group.Relation == LegRelation.Cancels && found.Leg != found.Group.First
            ? found.Group.Legs.Where(l => l != found.Leg && l.State == LegState.Alive).Select(l => l.Order)
            : [];

    /// <summary>What is to be done now in the group of an order; orders that are alive are asked for through the function.</summary>
    public IEnumerable<GroupStep> Next(Identity order, Func<Identity, RoutedOrder?> alive)
    {
        if (!byOrder.TryGetValue(order.Value, out var found)) yield break;
        var group = found.Group;
        if (group.First is { } first)
        {
            if (first.State == LegState.Idle) yield return new GroupStep(first, GroupAct.Create, first.Asked.Quantity, group.Name) { Terms = first.Asked.Terms };
            // Whoever has begun to close does not go on opening.
            if (first.State == LegState.Alive && group.IsClosing && alive(first.Order) is { IsTakenBack: false }) yield return new GroupStep(first, GroupAct.Cancel, default, group.Name);
        }
        foreach (var leg in group.Legs)
        {
            var instrument = instruments[leg.Asked.Instrument];
            var wanted = group.Wanted(leg).Down(instrument.Lot) - leg.FilledBefore;
            if (leg.State == LegState.Idle && wanted >= instrument.MinQuantity && (leg.SpentAt.Sign == 0 || group.Together > leg.SpentAt)) yield return new GroupStep(leg, GroupAct.Create, wanted, group.First?.Asked.Order ?? group.Name) { Terms = group.Tied(leg.Asked.Terms) };
            if (leg.State != LegState.Alive || alive(leg.Order) is not { IsTakenBack: false } now) continue;
            if (IsTooMuch(group, leg)) yield return new GroupStep(leg, GroupAct.Cancel, default, group.Name);
            else if (now is { IsRouted: true, IsAmending: false } && wanted != now.Order.Quantity && wanted != leg.AskedLast) yield return new GroupStep(leg, GroupAct.Amend, wanted, group.Name) { Terms = new OrderTerms { LinkMost = group.Together } };
        }
    }

    public void Save(StateWriter state)
    {
        state.Int64(groups.Count);
        foreach (var group in groups.Values) group.Save(state);
        state.Int64(byOrder.Count);
        foreach (var (order, found) in byOrder.OrderBy(o => o.Key)) state.UInt128(order).UInt128(found.Group.Name.Value).UInt128(found.Leg.Asked.Order.Value);
    }

    public void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--) Add(OrderGroup.Load(ref state));
        for (var left = state.Int64(); left > 0; left--)
        {
            var (order, group, leg) = (state.UInt128(), groups[state.UInt128()], new Identity(state.UInt128()));
            byOrder[order] = (group, group.All.First(l => l.Asked.Order == leg));
        }
    }

    private static bool IsTooMuch(OrderGroup group, GroupLeg leg) => leg != group.First && group.Wanted(leg) <= leg.Filled;

    // What is over is forgotten: what may be left of it is too little to be an order.
    private void Tidy(OrderGroup group)
    {
        if (group.First is not null and not { State: LegState.Over }) return;
        foreach (var leg in group.Legs)
        {
            var least = instruments[leg.Asked.Instrument].MinQuantity;
            var mayCome = group.Wanted(leg) - leg.Filled >= least && (leg.SpentAt.Sign == 0 || group.Together > leg.SpentAt);
            if (leg.State == LegState.Alive || (leg.State == LegState.Idle && mayCome)) return;
        }
        groups.Remove(group.Name.Value);
        foreach (var (order, found) in byOrder)
            if (found.Group == group) byOrder.Remove(order);
    }

    private void Add(OrderGroup group)
    {
        groups[group.Name.Value] = group;
        foreach (var leg in group.All) byOrder[leg.Asked.Order.Value] = (group, leg);
    }
}

internal enum GroupAct : byte
{
    Create,
    Amend,
    Cancel,
}

/// <summary>Something to be done with a leg, and the quantity of its order then.</summary>
/// <param name="Cause">The order that opens the group, of its legs; the group itself where there is none.</param>
internal readonly record struct GroupStep(GroupLeg Leg, GroupAct Act, Quantity Quantity, Identity Cause)
{
    public OrderTerms Terms { get; init; }
}
