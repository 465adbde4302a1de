using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Routing.Algorithms;

namespace Noderr.Router.Working;

/// <summary>The orders of a book that are worked, the market that they are worked in, and what is to be done next.</summary>
internal sealed class ParentOrders(Book book, InstrumentCatalog instruments)
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

    /// <summary>Somebody wants an order worked.</summary>
    public void Begin(OrderRequest asked, Timestamp now, Output<OrderEvent> output)
    {
        var begun = new OrderEvent(
            OrderKind.WorkBegun, asked.Order, default, book.Index, book.Operator, asked.Instrument, asked.Side, asked.Quantity, asked.Terms.Limit, DenialCode.None, now)
        {
            Terms = asked.Terms,
            Algorithm = asked.Algorithm,
        };
        var isSound = asked.Algorithm!.Fault(asked.Quantity, asked.Terms, instruments[asked.Instrument], now) is null;
        output.Say(isSound ? begun : begun with { Kind = OrderKind.Denied, Denial = DenialCode.BadTerms, Algorithm = null });
    }

    /// <summary>Somebody wants something of an order that is worked.</summary>
    public static void Direct(ParentOrder parent, ControlKind kind, OrderRequest asked, Timestamp now, Output<OrderEvent> output)
    {
        if (parent.IsTakenBack) return;
        if (kind == ControlKind.PauseAsked && !parent.IsPaused) output.Say(parent.Says(OrderKind.WorkPaused, now));
        else if (kind == ControlKind.ResumeAsked && parent.IsPaused) output.Say(parent.Says(OrderKind.WorkResumed, now));
        else if (kind == ControlKind.AmendAsked)
        {
            var quantity = asked.Quantity.Units != 0 ? asked.Quantity : parent.Order.Quantity;
            var limit = asked.Terms.Limit.Units != 0 ? asked.Terms.Limit : parent.Order.Limit;
            var can = asked.Terms.Trigger.Units == 0 && parent.CanHave(quantity, limit);
            output.Say(parent.Says(can ? OrderKind.WorkAmended : OrderKind.AmendDenied, now) with { Denial = can ? DenialCode.None : DenialCode.BadTerms, Quantity = quantity, Limit = limit });
        }
    }

    /// <summary>What is to be done now: of each order at most one step, since the next one depends on what became of it.</summary>
    public void GoOn(Timestamp now, Output<OrderEvent> output, Func<Identity, OrderEvent> routed)
    {
        foreach (var parent in parents.Values)
        {
            if (!(parent.Due <= now)) continue;
            var step = parent.Next(market[parent.Order.Instrument]);
            if (step.Act == WorkAct.Send) output.Say(parent.Slice(step, now));
            else if (step.Act == WorkAct.Done) output.Say(parent.Says(OrderKind.WorkDone, now) with { Quantity = parent.Filled, Denial = parent.Denial });
            else
            {
                foreach (var slice in parent.ToTakeBack()) output.Say(routed(slice) with { Kind = OrderKind.CancelAsked, At = now });
            }
        }
    }

    public void Save(StateWriter state)
    {
        foreach (var view in market) state.Int64(view.Bid.Units).Int64(view.Ask.Units).Int64(view.BidSize.Units).Int64(view.AskSize.Units);
        state.Int64(parents.Count);
        foreach (var parent in parents.Values) parent.Save(state);
    }

    public void Load(ref StateReader state)
    {
        for (var i = 0; i < market.Length; i++) market[i] = new MarketView(new(state.Int64()), new(state.Int64()), new(state.Int64()), new(state.Int64()));
        for (var left = state.Int64(); left > 0; left--)
        {
            var parent = ParentOrder.Load(ref state, book.Index, instruments);
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
