using Noderr.Domain.Numbers;

namespace Noderr.Domain.Orders;

/// <summary>
/// One order and what is known of it. What a venue reports may come twice, late or out of order; no fill is ever dropped, since money has moved.
/// </summary>
public sealed class Order
{
    // Most orders have a few trades, which are looked through faster than hashed.
    private const int Few = 16;

    private UInt128[] trades = [];
    private HashSet<UInt128>? many;
    private Int128 paid;
    private OrderStatus ground;

    public Order(Identity id, Side side, Quantity quantity) => Begin(id, side, quantity);

    public Identity Id { get; private set; }

    public Side Side { get; private set; }

    public Quantity Quantity { get; private set; }

    public Quantity Filled { get; private set; }

    public OrderStatus Status { get; private set; }

    /// <summary>Nobody knows what the venue made of the last word to it; only the venue's word ends this.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>Whose word ended it; of an order that is over.</summary>
    public OrderSource EndedBy { get; private set; }

    public int Trades { get; private set; }

    /// <summary>What may still be traded.</summary>
    public Quantity Left => Status.IsClosed() || Filled > Quantity ? Quantity.Zero : Quantity - Filled;

    /// <summary>What was traded beyond what was asked for.</summary>
    public Quantity Overfilled => Filled > Quantity ? Filled - Quantity : Quantity.Zero;

    /// <summary>Of all fills, half to even at the ninth decimal; null before the first.</summary>
    public Price? AveragePrice => Filled.Sign == 0 ? null : new Price(Fixed.Divide(paid, Filled.Units));

    /// <summary>What so much more would have to have cost for the average to be this.</summary>
    public Price PriceThatMakes(Price average, Quantity more) => new(Fixed.Divide((Int128)average.Units * (Filled + more).Units - paid, more.Units));

    /// <summary>Whether it would say anything new, so that what does not need not be put on record.</summary>
    public bool IsNews(OrderChange change) => OrderTransitions.Of(Status, change).Step switch
    {
        OrderStep.Refused or OrderStep.NothingNew => false,
        OrderStep.Revives => EndedBy != OrderSource.Venue,
        OrderStep.MovesGround => ground == OrderStatus.Submitted || (ground == OrderStatus.Accepted && change == OrderChange.Triggered),
        _ => true,
    };

    public bool Knows(UInt128 trade) => many?.Contains(trade) ?? Array.IndexOf(trades, trade, 0, Trades) >= 0;

    /// <summary>Another order in place of this one, in the room that this one took.</summary>
    public void Begin(Identity id, Side side, Quantity quantity)
    {
        (Id, Side, Quantity, Filled, Status, IsUnknown, EndedBy, Trades) = (id, side, quantity, Quantity.Zero, OrderStatus.Initialized, false, default, 0);
        (many, paid, ground) = (null, 0, OrderStatus.Initialized);
    }

    /// <summary>All that is known of it, to be put away and brought back.</summary>
    public OrderMemory Memory
    {
        get => new(Id, Side, Quantity, Filled, Status, ground, IsUnknown, EndedBy, paid, trades.AsMemory(0, Trades));
        set
        {
            Begin(value.Id, value.Side, value.Quantity);
            foreach (var trade in value.Trades.Span) Remember(trade);
            (Filled, Status, ground, IsUnknown, EndedBy, paid) = (value.Filled, value.Status, value.Ground, value.IsUnknown, value.EndedBy, value.Paid);
        }
    }

    /// <param name="terms">The quantity that now holds, where the change says so.</param>
    public OrderVerdict Apply(OrderChange change, OrderSource source, Quantity? terms = null)
    {
        if (change == OrderChange.Filled) throw new ArgumentException("a fill has its own method", nameof(change));
        if (terms is { Sign: <= 0 }) return OrderVerdict.Refused;
        var (step, to) = OrderTransitions.Of(Status, change);
        if (step == OrderStep.Refused) return OrderVerdict.Refused;
        switch (step)
        {
            case OrderStep.NothingNew:
                return OrderVerdict.NothingNew;
            case OrderStep.Revives when EndedBy == OrderSource.Venue:
                return OrderVerdict.NothingNew;
            case OrderStep.Revives:
                Revive(change == OrderChange.Triggered ? OrderStatus.Triggered : OrderStatus.Accepted);
                break;
            case OrderStep.MovesGround:
                if (ground is OrderStatus.Submitted or OrderStatus.Accepted) ground = change == OrderChange.Triggered ? OrderStatus.Triggered : OrderStatus.Accepted;
                break;
            case OrderStep.Returns:
                Status = ground;
                break;
            case OrderStep.Goes:
                Go(to, source);
                break;
        }
        if (step != OrderStep.Revives) Answered(source);
        if (terms is { } now && change == OrderChange.Updated) Hold(now, source);
        return OrderVerdict.Applied;
    }

    /// <summary>The venue was told something and gave no answer.</summary>
    public OrderVerdict Lost()
    {
        if (!Status.IsInFlight()) return OrderVerdict.Refused;
        IsUnknown = true;
        return OrderVerdict.Applied;
    }

    /// <param name="trade">The venue's name of the trade, or what it hashes to: the same one counts once.</param>
    public OrderVerdict Fill(UInt128 trade, Quantity size, Price price, OrderSource source)
    {
        if (size.Sign <= 0) return OrderVerdict.Refused;
        var filled = Filled + size;
        if (!Remember(trade)) return OrderVerdict.NothingNew;
        var late = OrderTransitions.Of(Status, OrderChange.Filled).Step == OrderStep.FillsLate;
        paid += (Int128)price.Units * size.Units;
        Filled = filled;
        if (Filled >= Quantity) Go(OrderStatus.Filled, source);
        else if (!late) Stand(OrderStatus.PartiallyFilled);
        // Who traded was alive, whatever was believed; a venue that ended it itself has traded before it did.
        else if (EndedBy != OrderSource.Venue)
        {
            Revive(OrderStatus.PartiallyFilled);
            return OrderVerdict.Applied;
        }
        Answered(source);
        return OrderVerdict.Applied;
    }

    /// <summary>The venue has told of the order as a whole: that holds, whatever was believed. Fills are added before, never taken away.</summary>
    internal void Restate(OrderStatus status, Quantity terms)
    {
        (Status, Quantity, IsUnknown) = (status, terms, false);
        if (status.IsClosed()) EndedBy = OrderSource.Venue;
    }

    // False for one that was told before.
    private bool Remember(UInt128 trade)
    {
        if (Knows(trade)) return false;
        if (Trades == trades.Length) Array.Resize(ref trades, Math.Max(4, Trades * 2));
        trades[Trades++] = trade;
        if (many is not null) many.Add(trade);
        else if (Trades > Few) many = [.. trades.AsSpan(0, Trades)];
        return true;
    }

    private void Go(OrderStatus to, OrderSource source)
    {
        if ((to is OrderStatus.PendingUpdate or OrderStatus.PendingCancel) && Status is not (OrderStatus.PendingUpdate or OrderStatus.PendingCancel)) ground = Status;
        if (to.IsClosed()) EndedBy = source;
        Status = to;
    }

    // As long as a word is on its way, the outcome of that word stays unknown.
    private void Answered(OrderSource source)
    {
        if (source != OrderSource.Local && !Status.IsInFlight()) IsUnknown = false;
    }

    // What is asked for stays asked for: a fill moves the ground under it.
    private void Stand(OrderStatus status)
    {
        if (Status is OrderStatus.PendingUpdate or OrderStatus.PendingCancel) ground = status;
        else Status = status;
    }

    private void Revive(OrderStatus status)
    {
        // It lives, but how much of it, only the venue can say.
        Status = Trades > 0 ? OrderStatus.PartiallyFilled : status;
        IsUnknown = true;
    }

    private void Hold(Quantity terms, OrderSource source)
    {
        Quantity = terms;
        if (Filled >= Quantity) Go(OrderStatus.Filled, source);
        // It had traded on larger terms than were known here.
        else if (Status == OrderStatus.Filled) Revive(OrderStatus.PartiallyFilled);
    }
}
