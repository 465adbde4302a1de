using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Domain.Positions;
using Noderr.Journal.Entries;

namespace Noderr.Control;

/// <summary>An order as a person wants to see it.</summary>
public sealed record OrderLine(
    string Order, string Signal, string Book, string Strategy, string Instrument, string Side, string Quantity, string Limit, string State, string Filled, string Reason, Timestamp Created)
{
    internal Quantity FilledQuantity { get; init; }

    /// <summary>On what terms: market, limit gtc, stop-limit day.</summary>
    public string Type { get; init; } = "";

    /// <summary>Its slices are orders of their own.</summary>
    internal bool IsWorked { get; init; }

    internal bool IsOver => State is "done" or "denied" or "rejected" or "canceled" or "expired" or "filled";
}

/// <summary>A step of an order's life: where it is on record, and when it was decided.</summary>
public sealed record Step(string Journal, long Offset, string What, Timestamp At);

/// <summary>What the journals say, gathered for the eye. It decides nothing and can be thrown away.</summary>
public sealed class Blotter(InstrumentCatalog instruments, Book[] books)
{
    private const int Kept = 2_000, PricesKept = 600;
    private const string Partly = "partly filled";

    private readonly Lock gate = new();
    private readonly MarketEvent[] quotes = new MarketEvent[instruments.Count];
    private readonly Queue<double>[] prices = [.. instruments.Select(_ => new Queue<double>())];
    private readonly long[] lastPoint = new long[instruments.Count];
    private readonly Dictionary<(int Book, int Instrument), Position> positions = [];
    private readonly Dictionary<UInt128, OrderLine> orders = [];
    private readonly Dictionary<UInt128, List<Step>> steps = [];
    // The journals come in no order among themselves: after a restart an order's end may be read before its beginning.
    private readonly Dictionary<UInt128, (string State, Quantity Filled)> early = [];
    private readonly Queue<UInt128> oldest = new(), noted = new();
    private long ticks, fills;

    public void Saw(Entry<MarketEvent> entry)
    {
        lock (gate)
        {
            ticks += entry.Events.Count;
            foreach (var e in entry.Events)
            {
                if (e.Kind != MarketKind.Quote) continue;
                quotes[e.Instrument] = e;
                // Ten points a second are all that a picture shows.
                if (e.At.Milliseconds / 100 == lastPoint[e.Instrument]) continue;
                lastPoint[e.Instrument] = e.At.Milliseconds / 100;
                var line = prices[e.Instrument];
                line.Enqueue((e.Bid.ToDouble() + e.Ask.ToDouble()) / 2);
                if (line.Count > PricesKept) line.Dequeue();
            }
        }
    }

    public void Saw(long offset, Entry<OrderEvent> entry)
    {
        lock (gate)
        {
            foreach (var e in entry.Events)
            {
                Note(e.Order, new Step("orders", offset, What(e), entry.Time));
                if (e.Kind == OrderKind.Created)
                {
                    orders[e.Order.Value] = LineOf(e, entry.Time) with { Type = TermsText.Of(e.Terms) };
                    if (early.Remove(e.Order.Value, out var end)) orders[e.Order.Value] = With(orders[e.Order.Value], end.State, end.Filled);
                    AddToParent(orders[e.Order.Value], orders[e.Order.Value].FilledQuantity);
                    if (orders.TryGetValue(e.Signal.Value, out var parent) && parent.IsWorked) Note(e.Signal, new Step("orders", offset, $"slice {e.Order}: {e.Quantity} at {e.Limit}", entry.Time));
                    Forget(e.Order.Value);
                }
                else if (e.Kind == OrderKind.WorkBegun)
                {
                    orders[e.Order.Value] = LineOf(e, entry.Time) with { State = "working", Type = TermsText.Of(e.Algorithm!), IsWorked = true };
                    Forget(e.Order.Value);
                }
                else if (e.Kind > OrderKind.WorkBegun && orders.TryGetValue(e.Order.Value, out var worked)) orders[e.Order.Value] = After(e, worked);
                else if (orders.TryGetValue(e.Order.Value, out var line) && line.State == "asking risk" && e.Kind is OrderKind.Routed or OrderKind.Denied)
                {
                    orders[e.Order.Value] = line with { State = e.Kind == OrderKind.Routed ? "routed" : "denied", Reason = e.Denial == DenialCode.None ? "" : e.Denial.ToString() };
                }
            }
        }
    }

    public void Saw(long offset, Entry<ExecutionEvent> entry)
    {
        lock (gate)
        {
            foreach (var e in entry.Events)
            {
                Note(e.Order, new Step("executions", offset, What(e), entry.Time));
                if (e.Kind == ExecutionKind.Filled)
                {
                    fills++;
                    positions[(e.Book, e.Instrument)] = positions.GetValueOrDefault((e.Book, e.Instrument)).Fill(e.Side, e.Quantity, e.Price, e.Fee);
                }
                var state = StateAfter(e.Kind, orders.GetValueOrDefault(e.Order.Value));
                var more = e.Kind == ExecutionKind.Filled ? e.Quantity : Quantity.Zero;
                if (orders.TryGetValue(e.Order.Value, out var line))
                {
                    if (e.Kind == ExecutionKind.Updated) line = line with { Quantity = e.Quantity.ToString(), Limit = e.Price.ToString() };
                    orders[e.Order.Value] = With(line, state, line.FilledQuantity + more);
                    AddToParent(line, more);
                }
                else if (early.Count < Kept * 10) early[e.Order.Value] = (state, early.GetValueOrDefault(e.Order.Value).Filled + more);
            }
        }
    }

    public void Saw(long offset, Entry<RiskEvent> entry)
    {
        lock (gate)
            foreach (var e in entry.Events)
                if (!e.Order.IsNone) Note(e.Order, new Step("risk", offset, e.Kind == RiskKind.Denied ? $"denied: {e.Denial} ({e.Value} over {e.Limit})" : e.Kind.ToString().ToLowerInvariant(), entry.Time));
    }

    public object Status()
    {
        lock (gate) return new { ticks, fills, orders = orders.Count, instruments = instruments.Count, books = books.Select(b => b.Name) };
    }

    public object Prices()
    {
        lock (gate)
            return instruments.Select(i => new
            {
                instrument = i.Id,
                bid = quotes[i.Index].Bid.ToString(),
                ask = quotes[i.Index].Ask.ToString(),
                line = prices[i.Index].ToArray(),
            }).ToArray();
    }

    public object Positions()
    {
        lock (gate)
            return positions.OrderBy(p => p.Key).Select(p => new
            {
                book = books[p.Key.Book].Name,
                instrument = instruments[p.Key.Instrument].Id,
                quantity = p.Value.Quantity.ToString(),
                average = p.Value.Quantity.Sign == 0 ? "" : p.Value.Cost.Per(p.Value.Quantity).ToString(),
                realised = p.Value.Realised.ToString(),
                unrealised = p.Value.Unrealised(quotes[p.Key.Instrument].Bid, quotes[p.Key.Instrument].Ask).ToString(),
                fees = p.Value.Fees.ToString(),
            }).ToArray();
    }

    public IReadOnlyList<OrderLine> Orders(int count, bool openOnly = false)
    {
        lock (gate) return [.. orders.Values.Where(o => !openOnly || !o.IsOver).OrderByDescending(o => o.Created).Take(count)];
    }

    /// <summary>Null where the order is not known, or no longer.</summary>
    public OrderLine? Find(Identity order)
    {
        lock (gate) return orders.GetValueOrDefault(order.Value);
    }

    /// <summary>Null where the order is not known, or no longer.</summary>
    public (OrderLine Line, IReadOnlyList<Step> Steps)? Why(Identity order)
    {
        lock (gate) return orders.TryGetValue(order.Value, out var line) ? (line, [.. steps[order.Value].OrderBy(s => s.At)]) : null;
    }

    private OrderLine LineOf(in OrderEvent e, Timestamp at) => new(
        e.Order.ToString(), e.Signal.ToString(), books[e.Book].Name, books[e.Book].Strategies[e.Strategy].Name, instruments[e.Instrument].Id,
        e.Side.ToString().ToLowerInvariant(), e.Quantity.ToString(), e.Limit.ToString(), "asking risk", "0", "", at);

    private static OrderLine After(in OrderEvent e, OrderLine line) => e.Kind switch
    {
        OrderKind.WorkPaused => line with { State = "paused" },
        OrderKind.WorkAmended => line with { Quantity = e.Quantity.ToString(), Limit = e.Limit.ToString() },
        OrderKind.WorkDone => line with
        {
            State = e.Quantity.ToString() == line.Quantity ? "filled" : e.Denial == DenialCode.TakenBack ? "canceled" : "done",
            Reason = e.Denial is DenialCode.None or DenialCode.TakenBack ? "" : e.Denial.ToString(),
        },
        _ => line with { State = "working" },
    };

    // What a slice has traded, the order has that it is a slice of.
    private void AddToParent(OrderLine slice, Quantity more)
    {
        if (more.Sign == 0 || !Identity.TryParse(slice.Signal, out var signal) || !orders.TryGetValue(signal.Value, out var parent) || !parent.IsWorked) return;
        var filled = parent.FilledQuantity + more;
        orders[signal.Value] = parent with { Filled = filled.ToString(), FilledQuantity = filled };
    }

    private static string What(in OrderEvent e) => e.Kind switch
    {
        OrderKind.Denied => $"denied: {e.Denial}",
        OrderKind.CancelAsked => "to be canceled",
        OrderKind.WorkBegun => $"worked: {TermsText.Of(e.Algorithm!)}",
        OrderKind.WorkPaused => "paused",
        OrderKind.WorkResumed => "resumed",
        OrderKind.WorkAmended => $"other terms: {e.Quantity} at {e.Limit}",
        OrderKind.WorkDone => e.Denial == DenialCode.None ? $"done: {e.Quantity} traded" : $"done: {e.Quantity} traded, {e.Denial}",
        OrderKind.AmendProposed => $"other terms proposed: {e.Quantity} at {e.Limit}",
        OrderKind.AmendAsked => "other terms approved",
        OrderKind.AmendDenied => $"other terms denied: {e.Denial}",
        _ => e.Kind.ToString().ToLowerInvariant(),
    };

    private static string What(in ExecutionEvent e)
    {
        var what = e.Kind switch
        {
            ExecutionKind.Filled => $"filled {e.Quantity} at {e.Price}",
            ExecutionKind.Updated => $"updated: {e.Quantity} at {e.Price}",
            ExecutionKind.Triggered => $"triggered at {e.Price}",
            ExecutionKind.PendingCancel => "canceling",
            ExecutionKind.PendingUpdate => "amending",
            ExecutionKind.ModifyRejected => "amendment rejected",
            ExecutionKind.CancelRejected => "cancel rejected",
            _ => e.Kind.ToString().ToLowerInvariant(),
        };
        return e.Reason == VenueReason.None ? what : $"{what}: {TermsText.Name(e.Reason).Replace('-', ' ')}";
    }

    private static string StateAfter(ExecutionKind kind, OrderLine? line) => kind switch
    {
        ExecutionKind.Filled => line?.IsOver == true ? line.State : Partly,
        ExecutionKind.PendingCancel => "canceling",
        ExecutionKind.PendingUpdate => "amending",
        ExecutionKind.Updated or ExecutionKind.ModifyRejected or ExecutionKind.CancelRejected => line switch
        {
            { IsOver: true } => line.State,
            { FilledQuantity.Sign: > 0 } => Partly,
            _ => "accepted",
        },
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static OrderLine With(OrderLine line, string state, Quantity filled)
    {
        var text = filled.ToString();
        return line with { State = state == Partly && text == line.Quantity ? "filled" : state, Filled = text, FilledQuantity = filled };
    }

    private void Note(Identity order, Step step)
    {
        if (!steps.TryGetValue(order.Value, out var known))
        {
            steps[order.Value] = known = [];
            noted.Enqueue(order.Value);
            // Others ask risk about orders that never are.
            if (noted.Count > Kept * 10 && noted.Dequeue() is var old && !orders.ContainsKey(old)) steps.Remove(old);
        }
        known.Add(step);
    }

    private void Forget(UInt128 newest)
    {
        oldest.Enqueue(newest);
        if (oldest.Count <= Kept) return;
        var old = oldest.Dequeue();
        orders.Remove(old);
        steps.Remove(old);
    }
}
