using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Routing.Algorithms;

namespace Noderr.Router.Working;

/// <summary>The orders of a book that are worked, the market that they are worked in, and what is to be done next.</summary>
internal sealed class ParentOrders(InstrumentCatalog instruments)
{
    private readonly SortedDictionary<UInt128, ParentOrder> parents = [];
    // Of all slices that ever were: a fill of one that is over counts still.
    private readonly Dictionary<UInt128, ParentOrder> bySlice = [];
    private readonly MarketView[] market = new MarketView[instruments.Count];

    /// <summary>When there is something to be done although nothing comes in.</summary>
    public Timestamp? Due
    {
        get
        {
            if (parents.Count == 0) return null;
            Timestamp? first = null;
            foreach (var parent in parents.Values)
                if (parent.Due is { } due && (first is null || due < first)) first = due;
            return first;
        }
    }

    public ParentOrder? Find(Identity order) => parents.GetValueOrDefault(order.Value);

    public bool HasSlice(Identity order) => bySlice.ContainsKey(order.Value);

    public void Observe(in MarketEvent input, Timestamp now)
    {
        if (input.Kind == MarketKind.Quote) market[input.Instrument] = new MarketView(input.Bid, input.Ask, input.BidSize, input.AskSize);
        if (parents.Count == 0) return;
        foreach (var parent in parents.Values)
        {
            if (parent.Order.Instrument != input.Instrument) continue;
            if (input.Kind == MarketKind.Trade) parent.Traded(input.Size, now);
            Look(parent, now);
        }
    }

    public void Observe(in ExecutionEvent input, Timestamp now)
    {
        if (!bySlice.TryGetValue(input.Order.Value, out var parent)) return;
        parent.Observe(input);
        Look(parent, now);
    }

    public void TakeBack(ParentOrder parent, Timestamp now)
    {
        parent.TakeBack();
        Look(parent, now);
    }

    public void Evolve(in OrderEvent said, Timestamp now)
    {
        if (said.Kind == OrderKind.WorkBegun) parents[said.Order.Value] = new ParentOrder(said, instruments[said.Instrument], now);
        if (said.Kind == OrderKind.Created && parents.TryGetValue(said.Signal.Value, out var sender)) bySlice[said.Order.Value] = sender;
        if (!parents.TryGetValue(said.Order.Value, out var parent) && !bySlice.TryGetValue(said.Order.Value, out parent)) return;
        parent.Evolve(said, now);
        if (said.Kind == OrderKind.WorkDone) Remove(parent);
        else Look(parent, now);
    }

    /// <summary>What is to be done now: of each order at most one step, since the next one depends on what became of it.</summary>
    public IEnumerable<(ParentOrder Parent, WorkStep Step)> Next(Timestamp now)
    {
        foreach (var parent in parents.Values)
            if (parent.Due is { } due && due <= now) yield return (parent, parent.Next(market[parent.Order.Instrument]));
    }

    public void Save(StateWriter state)
    {
        foreach (var view in market) state.Int64(view.Bid.Units).Int64(view.Ask.Units).Int64(view.BidSize.Units).Int64(view.AskSize.Units);
        state.Int64(parents.Count);
        foreach (var parent in parents.Values) parent.Save(state);
    }

    public void Load(ref StateReader state, int book)
    {
        for (var i = 0; i < market.Length; i++) market[i] = new MarketView(new(state.Int64()), new(state.Int64()), new(state.Int64()), new(state.Int64()));
        for (var left = state.Int64(); left > 0; left--)
        {
            var parent = ParentOrder.Load(ref state, book, instruments);
            parents[parent.Order.Order.Value] = parent;
            for (var i = 0; i < parent.Slices; i++) bySlice[Identities.Slice(parent.Order.Order, i).Value] = parent;
            parent.LookAgain(market[parent.Order.Instrument]);
        }
    }

    private void Look(ParentOrder parent, Timestamp now) => parent.Look(market[parent.Order.Instrument], now);

    private void Remove(ParentOrder parent)
    {
        parents.Remove(parent.Order.Order.Value);
        for (var i = 0; i < parent.Slices; i++) bySlice.Remove(Identities.Slice(parent.Order.Order, i).Value);
    }
}
