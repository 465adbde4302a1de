using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Venues;

namespace Noderr.Simulation.Venues;

/// <summary>
/// A venue that is not there, for backtests, paper trading and tests. It shows the market that it is shown, trades ours against it and with each other by price
/// and time, and keeps its word: what it said of an order it says again.
/// </summary>
public sealed class SimulatedVenue : IVenue, SimulatedBook.IBookKeeper
{
    private readonly InstrumentCatalog instruments;
    private readonly VenueSetup setup;
    private readonly IVenueReports reports;
    private readonly Action<VenueRecord>? remember;
    private readonly SimulatedBook[] books;
    private readonly Dictionary<UInt128, SimulatedOrder> orders;
    private readonly Queue<SimulatedOrder> oldest;
    private readonly PriorityQueue<UInt128, long> expiries = new();
    private readonly Dictionary<(int Account, int Instrument), Quantity> positions = [];
    private readonly Dictionary<UInt128, LinkedOrders> links = [];
    private readonly List<LinkedOrders> traded = [];
    private long names;
    private bool isRestoring;

    public SimulatedVenue(InstrumentCatalog instruments, IVenueReports reports, VenueSetup? setup = null, Action<VenueRecord>? remember = null)
    {
        (this.instruments, this.reports, this.remember, this.setup) = (instruments, reports, remember, setup ?? new VenueSetup());
        books = [.. instruments.Select(i => new SimulatedBook(i, this.setup.Queue, this.setup.SelfTrades, this))];
        (orders, oldest) = (new(this.setup.Remembers + 1), new(this.setup.Remembers + 1));
    }

    /// <summary>Orders that were taken or rejected under their own name.</summary>
    public long Orders { get; private set; }

    /// <summary>Orders under a name that was sent before.</summary>
    public long Repeated { get; private set; }

    /// <summary>Orders that came for the first time after a question about them, and were refused.</summary>
    public long Late { get; private set; }

    public long Trades { get; private set; }

    /// <summary>When <see cref="Advance"/> has something to do.</summary>
    public Timestamp? Due => expiries.TryPeek(out _, out var at) ? new Timestamp(at) : null;

    public Quantity PositionOf(int instrument) => positions.Where(p => p.Key.Instrument == instrument).Aggregate(Quantity.Zero, (sum, p) => sum + p.Value);

    public Quantity PositionOf(int account, int instrument) => positions.GetValueOrDefault((account, instrument));

    /// <summary>Orders of an account that are not over, the oldest first.</summary>
    public IEnumerable<Identity> OpenOf(int account) => oldest.Where(o => o.End is null && o.Asked.Account == account).Select(o => o.Id);

    public void Show(in MarketEvent market)
    {
        var book = books[market.Instrument];
        if (market.Kind == MarketKind.Quote) book.Quote(market, market.At);
        else book.Trade(market.Aggressor, market.Price, market.Size, market.At);
        CancelExhausted(market.At);
    }

    /// <summary>So much rests at a price now; from the first on, the instrument's quotes are made of these.</summary>
    public void ShowDepth(int instrument, Side side, Price price, Quantity size, Timestamp at)
    {
        books[instrument].Depth(side, price, size, at);
        CancelExhausted(at);
    }

    public void Submit(in VenueOrder order, Timestamp now)
    {
        if (orders.TryGetValue(order.Order.Value, out var known))
        {
            if (known.End == ReportKind.NotKnown && !known.IsLate) Late++;
            else Repeated++;
            known.IsLate = true;
            Tell(known);
            return;
        }
        var coming = Begin(order);
        Orders++;
        if ((uint)order.Instrument >= (uint)books.Length) Say(coming, ReportKind.Rejected, now, VenueReason.UnknownInstrument);
        else if (order.Terms.Fault(order.Quantity, instruments[order.Instrument], now) is not null) Say(coming, ReportKind.Rejected, now, VenueReason.BadTerms);
        else
        {
            Say(coming, ReportKind.Accepted, now);
            ExpireInTime(coming, now);
            Tie(coming, order.Terms.LinkMost);
            books[order.Instrument].Enter(coming, now);
            CancelExhausted(now);
        }
    }

    /// <summary>As if it were out of order for this one.</summary>
    public void Refuse(in VenueOrder order, Timestamp now)
    {
        if (orders.ContainsKey(order.Order.Value))
        {
            Submit(order, now);
            return;
        }
        Orders++;
        Say(Begin(order), ReportKind.Rejected, now, VenueReason.OutOfOrder);
    }

    public void Amend(in VenueAmendment amendment, Timestamp now)
    {
        if (Alive(amendment.Order, ReportKind.ModifyRejected, now) is not { } order) return;
        var terms = order.Terms;
        if (amendment.Limit.Units != 0) terms = terms with { Limit = amendment.Limit };
        if (amendment.Trigger.Units != 0) terms = terms with { Trigger = amendment.Trigger };
        var quantity = amendment.Quantity.Units != 0 ? amendment.Quantity : order.Quantity;
        if (quantity <= order.Filled || terms.Fault(quantity, instruments[order.Asked.Instrument], now) is not null)
        {
            Say(order, ReportKind.ModifyRejected, now, VenueReason.BadTerms);
            return;
        }
        order.Raise(amendment.LinkMost);
        Say(order, new VenueReport(ReportKind.Updated, order.Id, quantity, terms.Type.TakesLimit() ? terms.Limit : terms.Trigger, default, ++order.Changes, now));
        if (!order.Terms.Link.IsNone) Tie(order, amendment.LinkMost);
        books[order.Asked.Instrument].Amend(order, quantity, terms, now);
        CancelExhausted(now);
    }

    public void Cancel(Identity order, Timestamp now)
    {
        if (Alive(order, ReportKind.CancelRejected, now) is not { } found) return;
        books[found.Asked.Instrument].Leave(found);
        Say(found, ReportKind.Canceled, now, VenueReason.Asked);
    }

    /// <summary>A name that nobody has sent is refused from now on, or the answer would not stay true: the order may still be on its way.</summary>
    public void Query(Identity order, Timestamp now)
    {
        if (orders.TryGetValue(order.Value, out var known)) Tell(known);
        else Say(Begin(new VenueOrder(order, 0, -1, default, default, default)), ReportKind.NotKnown, now);
    }

    /// <summary>Orders whose time is over end.</summary>
    public void Advance(Timestamp now)
    {
        while (Due is { } due && due <= now)
        {
            if (!orders.TryGetValue(expiries.Dequeue(), out var order) || order.End is not null) continue;
            books[order.Asked.Instrument].Leave(order);
            Say(order, ReportKind.Expired, due);
        }
    }

    /// <summary>As it was said before, for a venue that remembers; <see cref="Open"/> comes after the last.</summary>
    public void Restore(in VenueRecord record)
    {
        isRestoring = true;
        if (!orders.TryGetValue(record.Report.Order.Value, out var order))
        {
            order = Begin(record.Order);
            if (record.Report.Kind != ReportKind.NotKnown) Orders++;
        }
        var report = record.Report;
        if (report.Kind is ReportKind.Accepted or ReportKind.Updated) Tie(order, record.Order.Terms.LinkMost);
        if (report.Kind == ReportKind.Filled) Book(order, report.Quantity, report.Trade);
        else if (report.Kind == ReportKind.Updated) (order.Quantity, order.Terms, order.Changes) = (report.Quantity, With(order.Terms, report.Price), report.Trade);
        else if (report.Kind == ReportKind.Triggered) order.Terms = order.Terms.Released(order.Side, report.Price);
        Say(order, report);
        isRestoring = false;
    }

    /// <summary>Orders that rested before rest again.</summary>
    public void Open(Timestamp now)
    {
        CancelExhausted(now);
        foreach (var order in oldest)
        {
            if (order.End is not null) continue;
            ExpireInTime(order, order.Reports[0].At);
            if (order.Terms.CanWait) books[order.Asked.Instrument].Restore(order);
            // The venue went down while it traded: what was not told did not happen.
            else Say(order, ReportKind.Canceled, now, VenueReason.OutOfOrder);
        }
    }

    void SimulatedBook.IBookKeeper.Filled(SimulatedOrder order, Quantity size, Price price, bool isMaker, Timestamp now)
    {
        var instrument = instruments[order.Asked.Instrument];
        var fee = (price * size).Millionths(isMaker ? instrument.MakerFeeMillionths : instrument.FeeMillionths);
        Book(order, size, Trades + 1);
        Say(order, new VenueReport(ReportKind.Filled, order.Id, size, price, fee, Trades, now) { IsMaker = isMaker });
    }

    void SimulatedBook.IBookKeeper.Ended(SimulatedOrder order, ReportKind how, VenueReason why, Timestamp now) => Say(order, how, now, why);

    void SimulatedBook.IBookKeeper.Triggered(SimulatedOrder order, Price trigger, Timestamp now)
    {
        order.Terms = order.Terms.Released(order.Side, trigger);
        Say(order, new VenueReport(ReportKind.Triggered, order.Id, default, trigger, default, 0, now));
    }

    void SimulatedBook.IBookKeeper.Priced(SimulatedOrder order, Price limit, Timestamp now)
    {
        order.Terms = With(order.Terms, limit);
        Say(order, new VenueReport(ReportKind.Updated, order.Id, order.Quantity, limit, default, ++order.Changes, now));
    }

    Quantity? SimulatedBook.IBookKeeper.Most(SimulatedOrder order, out VenueReason bound)
    {
        bound = VenueReason.Linked;
        Quantity? most = links.TryGetValue(order.Terms.Link.Value, out var link) ? link.MostOf(order) : null;
        if (!order.Terms.IsReduceOnly) return most;
        var position = PositionOf(order.Asked.Account, order.Asked.Instrument);
        var reducible = order.Side == Side.Buy ? -position : position;
        if (most <= reducible) return most;
        bound = VenueReason.NothingToReduce;
        return reducible;
    }

    void SimulatedBook.IBookKeeper.Shrunk(SimulatedOrder order, Quantity quantity, Timestamp now)
    {
        order.Quantity = quantity;
        Say(order, new VenueReport(ReportKind.Updated, order.Id, quantity, order.Terms.Type.TakesLimit() ? order.Terms.Limit : order.Terms.Trigger, default, ++order.Changes, now));
    }

    private static OrderTerms With(OrderTerms terms, Price price) => terms.Type switch
    {
        OrderType.MarketToLimit => terms with { Type = OrderType.Limit, Limit = price },
        _ => terms.Type.TakesLimit() ? terms with { Limit = price } : terms with { Trigger = price },
    };

    private void Book(SimulatedOrder order, Quantity size, long trade)
    {
        Trades = trade;
        order.Filled += size;
        var key = (order.Asked.Account, order.Asked.Instrument);
        positions[key] = positions.GetValueOrDefault(key) + order.Side.Signed(size);
        if (!links.TryGetValue(order.Terms.Link.Value, out var link)) return;
        link.Trade(size);
        if (!traded.Contains(link)) traded.Add(link);
    }

    private void Tie(SimulatedOrder order, Quantity most)
    {
        var name = order.Terms.Link.Value;
        if (name == 0) return;
        if (!links.TryGetValue(name, out var link)) links[name] = link = new LinkedOrders();
        link.Add(order, most);
    }

    // After all has been matched: nothing is taken out of a book while somebody walks through it.
    private void CancelExhausted(Timestamp now)
    {
        if (traded.Count == 0) return;
        foreach (var link in traded)
        {
            foreach (var order in link.Exhausted())
            {
                books[order.Asked.Instrument].Leave(order);
                Say(order, ReportKind.Canceled, now, VenueReason.Linked);
            }
        }
        traded.Clear();
    }

    private SimulatedOrder Begin(in VenueOrder asked)
    {
        var order = Recycled() ?? new SimulatedOrder();
        order.Begin(asked, ++names);
        orders.Add(asked.Order.Value, order);
        oldest.Enqueue(order);
        return order;
    }

    // Those that are not over are never forgotten: they go to the end of the queue.
    private SimulatedOrder? Recycled()
    {
        for (var looked = oldest.Count; oldest.Count >= setup.Remembers && looked > 0; looked--)
        {
            var order = oldest.Dequeue();
            if (order.End is not null)
            {
                orders.Remove(order.Id.Value);
                if (links.TryGetValue(order.Terms.Link.Value, out var link) && link.Forget(order)) links.Remove(order.Terms.Link.Value);
                return order;
            }
            oldest.Enqueue(order);
        }
        return null;
    }

    private void ExpireInTime(SimulatedOrder order, Timestamp since)
    {
        var terms = order.Terms;
        if (terms.TimeInForce == TimeInForce.Gtd) expiries.Enqueue(order.Id.Value, terms.Expires.Nanoseconds);
        else if (terms.TimeInForce == TimeInForce.Day) expiries.Enqueue(order.Id.Value, setup.EndOfDay(since).Nanoseconds);
    }

    private SimulatedOrder? Alive(Identity id, ReportKind refusal, Timestamp now)
    {
        if (orders.TryGetValue(id.Value, out var order) && order.End is null) return order;
        reports.Report(new VenueReport(refusal, id, default, default, default, 0, now) { Reason = order is null ? VenueReason.None : VenueReason.OrderIsOver });
        return null;
    }

    private void Say(SimulatedOrder order, ReportKind kind, Timestamp now, VenueReason why = VenueReason.None) =>
        Say(order, new VenueReport(kind, order.Id, default, default, default, 0, now) { Reason = why });

    private void Say(SimulatedOrder order, in VenueReport report)
    {
        order.Said(report);
        if (report.Kind is ReportKind.Rejected or ReportKind.Canceled or ReportKind.Expired or ReportKind.NotKnown) order.End = report.Kind;
        else if (order.Filled >= order.Quantity) order.End = ReportKind.Filled;
        if (isRestoring) return;
        remember?.Invoke(new VenueRecord(order.Asked, report));
        reports.Report(report);
    }

    // Without refusals: who asks wants to know how it stands, and might take an old answer for a new one.
    private void Tell(SimulatedOrder order)
    {
        foreach (ref readonly var said in order.Reports)
            if (said.Kind is not (ReportKind.ModifyRejected or ReportKind.CancelRejected)) reports.Report(said);
    }
}
