using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Router.Contingents;
using Noderr.Router.Working;

namespace Noderr.Router;

/// <summary>What risk answered of an order, or of other terms for one; or <see cref="DenialCode.NoAnswer"/>.</summary>
public readonly record struct RiskAnswer(Identity Asked, DenialCode Denial);

/// <summary>
/// Makes an order of each signal and of what somebody asks for, puts it before risk, and passes on what risk approves. The question is an effect of
/// <see cref="OrderKind.Created"/> or <see cref="OrderKind.AmendProposed"/>; what has no answer when a new owner comes is asked about again.
/// </summary>
public sealed class RouterDecider(Book book, InstrumentCatalog instruments)
    : Decider<OrderEvent>, IReads<MarketEvent, OrderEvent>, IReads<SignalEvent, OrderEvent>, IReads<ControlEvent, OrderEvent>, IReads<ExecutionEvent, OrderEvent>, IAnswers<RiskAnswer, OrderEvent>
{
    private readonly Dictionary<UInt128, RoutedOrder> orders = [];
    private readonly Dictionary<UInt128, OrderEvent> asking = [];
    private readonly OrderGroups groups = new(instruments);
    private readonly ParentOrders parents = new(book, instruments);

    /// <summary>Orders and other terms that risk has not answered for.</summary>
    public IReadOnlyCollection<OrderEvent> Asking => asking.Values;

    /// <summary>Orders that are not over.</summary>
    public int Alive => orders.Count;

    public override Timestamp? Due => parents.Due;

    public override void Decide(Timestamp now, Output<OrderEvent> output) => GoOn(now, output);

    public void Observe(in MarketEvent input, Timestamp now) => parents.Observe(input, now);

    public void Decide(in MarketEvent input, Timestamp now, Output<OrderEvent> output) => GoOn(now, output);

    public void Decide(in SignalEvent input, Timestamp now, Output<OrderEvent> output)
    {
        if (input.Book != book.Index) return;
        var instrument = instruments[input.Instrument];
        var order = Identities.Order(input.Book, input.Id, attempt: 1);
        // A limit a little beyond what the strategy saw, so that a step of the market between there and the venue does not leave it behind.
        var slack = new Price(instrument.Tick.Units * 5);
        var limit = input.Side == Side.Buy ? (input.Reference + slack).Up(instrument.Tick) : (input.Reference - slack).Down(instrument.Tick);
        output.Say(new OrderEvent(OrderKind.Created, order, input.Id, input.Book, input.Strategy, input.Instrument, input.Side, input.Quantity, limit, DenialCode.None, input.At)
        {
            Terms = OrderTerms.AtLimit(limit, TimeInForce.Ioc),
        });
    }

    public void Decide(in ControlEvent input, Timestamp now, Output<OrderEvent> output)
    {
        if (input.Book != book.Index || book.Operator < 0) return;
        if (input.Group is { } group) Work(group.First?.Order ?? group.Legs[0].Order, now, output);
        if (input.Request is not { } asked) return;
        switch (input.Kind)
        {
            case ControlKind.OrderAsked when orders.ContainsKey(asked.Order.Value) || parents.Find(asked.Order) is not null:
                break;
            case ControlKind.OrderAsked when asked.Algorithm is not null:
                parents.Begin(asked, now, output);
                break;
            case var kind when parents.Find(asked.Order) is { } parent:
                ParentOrders.Direct(parent, kind, asked, now, output);
                GoOn(now, output);
                break;
            case ControlKind.OrderAsked:
                Create(asked, now, output);
                break;
            case ControlKind.CancelAsked when orders.TryGetValue(asked.Order.Value, out var order):
                output.Say(order.Order with { Kind = OrderKind.CancelAsked, At = now });
                break;
            case ControlKind.AmendAsked when orders.TryGetValue(asked.Order.Value, out var order):
                Propose(order, asked, now, output);
                break;
        }
    }

    public void Observe(in ControlEvent input, Timestamp now)
    {
        if (input.Book != book.Index || book.Operator < 0) return;
        if (input.Group is { } group && IsSound(group)) groups.Add(group);
        if (input.Kind == ControlKind.CancelAsked && parents.Find(input.Request!.Order) is { } parent) parents.TakeBack(parent, now);
    }

    public void Observe(in ExecutionEvent input, Timestamp now)
    {
        if (input.Book != book.Index) return;
        groups.Observe(input);
        parents.Observe(input, now);
        if (!orders.TryGetValue(input.Order.Value, out var order)) return;
        if (input.Kind is ExecutionKind.Updated or ExecutionKind.ModifyRejected) order = orders[input.Order.Value] = order with { IsAmending = false };
        if (RoutedOrder.Ends(input.Kind)) orders.Remove(input.Order.Value);
        else if (input.Kind == ExecutionKind.Filled && order.Left <= input.Quantity) orders.Remove(input.Order.Value);
        else if (input.Kind == ExecutionKind.Filled) orders[input.Order.Value] = order with { Filled = order.Filled + input.Quantity };
        else if (input.Kind == ExecutionKind.Updated) orders[input.Order.Value] = order with { Order = order.Order with { Quantity = input.Quantity } };
    }

    public void Decide(in ExecutionEvent input, Timestamp now, Output<OrderEvent> output)
    {
        if (input.Book != book.Index) return;
        if (groups.Contains(input.Order)) Work(input.Order, now, output);
        GoOn(now, output);
    }

    public void Decide(in RiskAnswer request, Timestamp now, Output<OrderEvent> output)
    {
        if (!asking.TryGetValue(request.Asked.Value, out var asked)) return;
        if (asked.Kind == OrderKind.AmendProposed)
        {
            // The order may have ended while risk was asked.
            var refusal = request.Denial == DenialCode.None && !orders.ContainsKey(asked.Order.Value) ? DenialCode.TakenBack : request.Denial;
            output.Say(asked with { Kind = refusal == DenialCode.None ? OrderKind.AmendAsked : OrderKind.AmendDenied, Denial = refusal, At = now });
            return;
        }
        var denial = request.Denial == DenialCode.None && orders[asked.Order.Value].IsTakenBack ? DenialCode.TakenBack : request.Denial;
        output.Say(asked with { Kind = denial == DenialCode.None ? OrderKind.Routed : OrderKind.Denied, Denial = denial, At = now });
        if (denial == DenialCode.None) return;
        foreach (var other in groups.GoWith(asked.Order)) output.Say(orders[other.Value].Order with { Kind = OrderKind.CancelAsked, At = now });
    }

    public override void Evolve(in OrderEvent said, Timestamp now)
    {
        var known = orders.GetValueOrDefault(said.Order.Value);
        switch (said.Kind)
        {
            case OrderKind.Created:
                orders[said.Order.Value] = RoutedOrder.New(said);
                asking[said.Order.Value] = said;
                break;
            case OrderKind.Routed:
                asking.Remove(said.Order.Value);
                orders[said.Order.Value] = known with { IsRouted = true };
                break;
            case OrderKind.Denied:
                asking.Remove(said.Order.Value);
                orders.Remove(said.Order.Value);
                break;
            case OrderKind.CancelAsked:
                orders[said.Order.Value] = known with { IsTakenBack = true };
                break;
            case OrderKind.AmendProposed:
                asking[said.Signal.Value] = said;
                orders[said.Order.Value] = known with { Amendments = known.Amendments + 1 };
                break;
            case OrderKind.AmendAsked:
                asking.Remove(said.Signal.Value);
                orders[said.Order.Value] = known with { IsAmending = true };
                break;
            case OrderKind.AmendDenied:
                asking.Remove(said.Signal.Value);
                break;
        }
        groups.Evolve(said);
        parents.Evolve(said, now);
    }

    public override void Save(StateWriter state)
    {
        state.Int64(orders.Count);
        foreach (var order in orders.Values.OrderBy(o => o.Order.Order.Value)) order.Save(state);
        state.Int64(asking.Count);
        foreach (var asked in asking.Values.OrderBy(a => a.Order.Value).ThenBy(a => a.Signal.Value))
        {
            state.Int32((int)asked.Kind);
            RoutedOrder.New(asked).Save(state);
        }
        groups.Save(state);
        parents.Save(state);
    }

    public override void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--)
        {
            var order = RoutedOrder.Load(ref state, book.Index);
            orders[order.Order.Order.Value] = order;
        }
        for (var left = state.Int64(); left > 0; left--)
        {
            var kind = (OrderKind)state.Int32();
            var asked = RoutedOrder.Load(ref state, book.Index).Order with { Kind = kind };
            asking[kind == OrderKind.Created ? asked.Order.Value : asked.Signal.Value] = asked;
        }
        groups.Load(ref state);
        parents.Load(ref state);
    }

    // What hangs together must be told apart, and what protects a position must be able to.
    private bool IsSound(OrderGroupRequest group)
    {
        var all = group.First is null ? group.Legs : [.. group.Legs, group.First];
        return group.Legs.Count is > 0 and <= OrderGroupRequest.MostLegs
            && all.DistinctBy(o => o.Order).Count() == all.Count
            && !all.Any(o => orders.ContainsKey(o.Order.Value) || groups.Contains(o.Order))
            && !group.Legs.Any(l => group.First is { } first && l.Terms.IsReduceOnly && (l.Instrument != first.Instrument || l.Side == first.Side));
    }

    private void Work(Identity order, Timestamp now, Output<OrderEvent> output)
    {
        foreach (var step in groups.Next(order, o => orders.TryGetValue(o.Value, out var known) ? known : null))
        {
            if (step.Act == GroupAct.Create) Create(step.Leg.Asked with { Order = step.Leg.Order, Quantity = step.Quantity, Terms = step.Terms }, now, output, step.Cause);
            else if (step.Act == GroupAct.Cancel) output.Say(orders[step.Leg.Order.Value].Order with { Kind = OrderKind.CancelAsked, At = now });
            // Less of it, or more of what can only reduce: nothing that risk would have to look at.
            else output.Say(orders[step.Leg.Order.Value].Order with { Kind = OrderKind.AmendAsked, Signal = Identity.None, Quantity = step.Quantity, Terms = step.Terms, At = now });
        }
    }

    // The next step of each order that is worked and has one to do.
    private void GoOn(Timestamp now, Output<OrderEvent> output)
    {
        if (parents.Due <= now) parents.GoOn(now, output, slice => orders[slice.Value].Order);
    }

    private void Create(OrderRequest asked, Timestamp now, Output<OrderEvent> output, Identity cause = default)
    {
        var order = new OrderEvent(
            OrderKind.Created, asked.Order, cause, book.Index, book.Operator, asked.Instrument, asked.Side, asked.Quantity, WorstPrice(asked.Terms), DenialCode.None, now)
        {
            Terms = asked.Terms,
        };
        // Whoever asked has looked at it already; what came another way is not passed on for that.
        var isSound = asked.Terms.Fault(asked.Quantity, instruments[asked.Instrument], now) is null;
        output.Say(isSound ? order : order with { Kind = OrderKind.Denied, Denial = DenialCode.BadTerms });
    }

    private void Propose(in RoutedOrder order, OrderRequest asked, Timestamp now, Output<OrderEvent> output)
    {
        var was = order.Order;
        var terms = was.Terms;
        if (asked.Terms.Limit.Units != 0) terms = terms with { Limit = asked.Terms.Limit };
        if (asked.Terms.Trigger.Units != 0) terms = terms with { Trigger = asked.Terms.Trigger };
        var quantity = asked.Quantity.Units != 0 ? asked.Quantity : was.Quantity;
        var proposed = was with
        {
            Kind = OrderKind.AmendProposed,
            Signal = Identities.Order(book.Index, was.Order, order.Amendments + 1),
            Quantity = quantity,
            Limit = WorstPrice(terms),
            Terms = asked.Terms,
            At = now,
        };
        // More of it would need a reservation of its own: that is another order.
        var isSound = order.IsRouted && !order.IsTakenBack && (quantity == was.Quantity || !groups.Contains(was.Order)) && quantity <= was.Quantity && quantity > order.Filled && terms.Fault(quantity, instruments[was.Instrument], now) is null;
        output.Say(isSound ? proposed : proposed with { Kind = OrderKind.AmendDenied, Denial = DenialCode.BadTerms });
    }

    // Nothing for an order at the market: risk holds it to what the market shows.
    private static Price WorstPrice(in OrderTerms terms) => terms.Limit.Units != 0 ? terms.Limit : terms.Trigger;
}
