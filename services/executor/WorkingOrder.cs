using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Executor;

/// <summary>An order at its venue, or on its way there, and those that were there of late.</summary>
public sealed class WorkingOrder
{
    public Order Order { get; } = new(default, default, default);

    /// <summary>The name under which the venue knows it.</summary>
    public Identity Client { get; private set; }

    public int Strategy { get; private set; }

    public int Instrument { get; private set; }

    public OrderTerms Terms { get; private set; }

    /// <summary>The terms that were asked for and that the venue has not answered; the quantity of those.</summary>
    public (OrderTerms Terms, Quantity Quantity) Asked { get; private set; }

    /// <summary>The number of the change that came last: what came before it is told late or again.</summary>
    public long Revision { get; private set; }

    internal void Begin(in ExecutionEvent submitting)
    {
        Order.Begin(submitting.Order, submitting.Side, submitting.Quantity);
        Order.Apply(OrderChange.Submitted, OrderSource.Local);
        (Client, Strategy, Instrument, Terms, Asked) = (Identities.ClientOrder(submitting.Order), submitting.Strategy, submitting.Instrument, submitting.Terms, default);
        Revision = 0;
    }

    internal void Evolve(in ExecutionEvent said)
    {
        switch (said.Kind)
        {
            case ExecutionKind.Filled:
                Order.Fill((UInt128)said.Trade, said.Quantity, said.Price, said.Source);
                break;
            case ExecutionKind.Unknown:
                Order.Lost();
                break;
            case ExecutionKind.PendingUpdate:
                Asked = (said.Terms, said.Quantity);
                Order.Apply(OrderChange.PendingUpdate, said.Source);
                break;
            case ExecutionKind.ModifyRejected:
                Asked = default;
                Order.Apply(OrderChange.ModifyRejected, said.Source);
                break;
            case ExecutionKind.Updated:
                Update(said);
                break;
            default:
                Order.Apply(ChangeOf(said.Kind), said.Source);
                break;
        }
    }

    internal ExecutionEvent Says(ExecutionKind kind, int book, Timestamp at) =>
        new(kind, Order.Id, book, Strategy, Instrument, Order.Side, Order.Quantity, Terms.Limit, Money.Zero, 0, at) { Source = OrderSource.Venue };

    internal static OrderChange ChangeOf(ExecutionKind kind) => kind switch
    {
        ExecutionKind.Accepted => OrderChange.Accepted,
        ExecutionKind.Rejected => OrderChange.Rejected,
        ExecutionKind.Canceled => OrderChange.Canceled,
        ExecutionKind.PendingCancel => OrderChange.PendingCancel,
        ExecutionKind.ModifyRejected => OrderChange.ModifyRejected,
        ExecutionKind.CancelRejected => OrderChange.CancelRejected,
        ExecutionKind.Triggered => OrderChange.Triggered,
        ExecutionKind.Expired => OrderChange.Expired,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "an order does not change by that alone"),
    };

    internal void Save(StateWriter state)
    {
        var m = Order.Memory;
        state.UInt128(m.Id.Value).Int32((int)m.Side).Int64(m.Quantity.Units).Int64(m.Filled.Units).Int32((int)m.Status).Int32((int)m.Ground).Bool(m.IsUnknown)
            .Int32((int)m.EndedBy).UInt128((UInt128)m.Paid).Int64(m.Trades.Length);
        foreach (var trade in m.Trades.Span) state.UInt128(trade);
        state.Int32(Strategy).Int32(Instrument).Terms(Terms).Terms(Asked.Terms).Int64(Asked.Quantity.Units).Int64(Revision);
    }

    internal void Load(ref StateReader state)
    {
        var memory = new OrderMemory(
            new(state.UInt128()), (Side)state.Int32(), new(state.Int64()), new(state.Int64()), (OrderStatus)state.Int32(), (OrderStatus)state.Int32(), state.Bool(),
            (OrderSource)state.Int32(), (Int128)state.UInt128(), default);
        var trades = new UInt128[state.Int64()];
        for (var i = 0; i < trades.Length; i++) trades[i] = state.UInt128();
        Order.Memory = memory with { Trades = trades };
        (Client, Strategy, Instrument, Terms) = (Identities.ClientOrder(memory.Id), state.Int32(), state.Int32(), state.Terms());
        (Asked, Revision) = ((state.Terms(), new(state.Int64())), state.Int64());
    }

    // A venue may change an order by itself: what was asked for before that is asked for still.
    private void Update(in ExecutionEvent said)
    {
        var isAnswer = IsAnswer(said);
        var isAsked = Order.Status == OrderStatus.PendingUpdate;
        var wasUnknown = Order.IsUnknown;
        Order.Apply(OrderChange.Updated, said.Source, said.Quantity);
        (Terms, Revision) = (Held(said.Price, isAnswer), said.Trade);
        if (isAnswer) Asked = default;
        if (isAnswer || !isAsked) return;
        Order.Apply(OrderChange.PendingUpdate, OrderSource.Local);
        if (wasUnknown) Order.Lost();
    }

    private bool IsAnswer(in ExecutionEvent said)
    {
        var asked = Terms.Type.TakesLimit() || Terms.Type == OrderType.MarketToLimit ? Asked.Terms.Limit : Asked.Terms.Trigger;
        return Asked.Quantity.Sign > 0 && said.Quantity == Asked.Quantity && (asked.Units == 0 || said.Price == asked);
    }

    private OrderTerms Held(Price price, bool asAsked)
    {
        // An update that nobody asked for: the venue gave a market-to-limit order its price.
        if (Terms.Type == OrderType.MarketToLimit) return Terms with { Type = OrderType.Limit, Limit = price };
        return Terms.Type.TakesLimit() ? Terms with { Limit = price, Trigger = asAsked && Asked.Terms.Trigger.Units != 0 ? Asked.Terms.Trigger : Terms.Trigger } : Terms with { Trigger = price };
    }
}
