using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Venues;

namespace Noderr.Executor;

/// <summary>
/// Sends approved orders to the venue and says what became of them. What the venue is about to be told is on record before it is told; whatever is left in
/// that state when a new owner comes is unknown until the venue has answered.
/// </summary>
/// <param name="kept">Orders that are over and may be heard of still: their fills count, and what is told twice is known.</param>
public sealed class ExecutorDecider(Book book, int kept = 16_384) : Decider<ExecutionEvent>, IReads<OrderEvent, ExecutionEvent>, IAnswers<VenueReport, ExecutionEvent>
{
    private readonly Dictionary<UInt128, WorkingOrder> orders = new(kept * 2);
    private readonly Queue<UInt128> over = new(kept + 1);
    private readonly Stack<WorkingOrder> free = new();
    private int working;

    /// <summary>Orders that are not over.</summary>
    public IEnumerable<WorkingOrder> Working => orders.Values.Where(o => !o.Order.Status.IsClosed());

    public bool IsWorking(Identity client) => orders.TryGetValue(client.Value, out var found) && !found.Order.Status.IsClosed();

    /// <summary>By the name under which the venue knows it.</summary>
    public WorkingOrder? Find(Identity client) => orders.GetValueOrDefault(client.Value);

    public void Decide(in OrderEvent input, Timestamp now, Output<ExecutionEvent> output)
    {
        if (input.Book != book.Index) return;
        var known = Find(Identities.ClientOrder(input.Order));
        switch (input.Kind)
        {
            case OrderKind.Routed when known is null:
                output.Say(new ExecutionEvent(
                    ExecutionKind.Submitting, input.Order, input.Book, input.Strategy, input.Instrument, input.Side, input.Quantity, input.Limit, Money.Zero, 0, now)
                { Terms = input.Terms });
                break;
            case OrderKind.CancelAsked when known is not null && known.Order.IsNews(OrderChange.PendingCancel):
                output.Say(known.Says(ExecutionKind.PendingCancel, book.Index, now) with { Source = OrderSource.Local });
                break;
            case OrderKind.AmendAsked when known is not null && known.Order.IsNews(OrderChange.PendingUpdate):
                output.Say(known.Says(ExecutionKind.PendingUpdate, book.Index, now) with { Source = OrderSource.Local, Quantity = input.Quantity, Terms = input.Terms });
                break;
        }
    }

    public void Decide(in VenueReport request, Timestamp now, Output<ExecutionEvent> output)
    {
        if (Find(request.Order) is not { } known) return;
        var said = known.Says(KindOf(request.Kind), book.Index, request.At) with { Reason = request.Reason };
        switch (request.Kind)
        {
            case ReportKind.Filled when !known.Order.Knows((UInt128)request.Trade):
                output.Say(said with { Quantity = request.Quantity, Price = request.Price, Fee = request.Fee, Trade = request.Trade, IsMaker = request.IsMaker });
                break;
            case ReportKind.Lost when known.Order.Status.IsInFlight() && !known.Order.IsUnknown:
                output.Say(said with { Source = OrderSource.Local });
                break;
            // The venue was never reached, and by its name it will never be: the order is over.
            case ReportKind.NotKnown when known.Order.IsUnknown && known.Order.IsNews(OrderChange.Rejected):
                output.Say(said with { Source = OrderSource.Reconciliation });
                break;
            case ReportKind.Updated when known.Order.IsNews(OrderChange.Updated) && request.Trade > known.Revision:
                output.Say(said with { Quantity = request.Quantity, Price = request.Price, Trade = request.Trade });
                break;
            case ReportKind.Triggered when known.Order.IsNews(OrderChange.Triggered):
                output.Say(said with { Price = request.Price });
                break;
            case ReportKind.Accepted or ReportKind.Rejected or ReportKind.Canceled or ReportKind.Expired or ReportKind.ModifyRejected or ReportKind.CancelRejected:
                if (known.Order.IsNews(WorkingOrder.ChangeOf(said.Kind))) output.Say(said);
                break;
        }
    }

    public override void TakeOver(Timestamp now, Output<ExecutionEvent> output)
    {
        foreach (var order in Working.Where(o => o.Order.Status.IsInFlight() && !o.Order.IsUnknown).OrderBy(o => o.Order.Id.Value))
            output.Say(order.Says(ExecutionKind.Unknown, book.Index, now) with { Source = OrderSource.Local });
    }

    public override void Evolve(in ExecutionEvent said, Timestamp now)
    {
        var client = Identities.ClientOrder(said.Order).Value;
        if (said.Kind == ExecutionKind.Submitting)
        {
            var begun = free.TryPop(out var old) ? old : new WorkingOrder();
            begun.Begin(said);
            orders[client] = begun;
            working++;
            return;
        }
        if (!orders.TryGetValue(client, out var order)) return;
        var wasOver = order.Order.Status.IsClosed();
        order.Evolve(said);
        var isOver = order.Order.Status.IsClosed();
        if (isOver && !wasOver) End(client);
        else if (wasOver && !isOver) working++;
    }

    public override void Save(StateWriter state)
    {
        state.Int64(working);
        foreach (var order in Working.OrderBy(o => o.Order.Id.Value)) order.Save(state);
        state.Int64(over.Count);
        foreach (var client in over)
        {
            state.UInt128(client).Bool(orders.TryGetValue(client, out var order) && order.Order.Status.IsClosed());
            if (order?.Order.Status.IsClosed() == true) order.Save(state);
        }
    }

    public override void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--) Load(ref state, isOver: false);
        for (var left = state.Int64(); left > 0; left--)
        {
            over.Enqueue(state.UInt128());
            if (state.Bool()) Load(ref state, isOver: true);
        }
    }

    private static ExecutionKind KindOf(ReportKind kind) => kind switch
    {
        ReportKind.Accepted => ExecutionKind.Accepted,
        ReportKind.Rejected or ReportKind.NotKnown => ExecutionKind.Rejected,
        ReportKind.Filled => ExecutionKind.Filled,
        ReportKind.Canceled => ExecutionKind.Canceled,
        ReportKind.Triggered => ExecutionKind.Triggered,
        ReportKind.Updated => ExecutionKind.Updated,
        ReportKind.ModifyRejected => ExecutionKind.ModifyRejected,
        ReportKind.CancelRejected => ExecutionKind.CancelRejected,
        ReportKind.Expired => ExecutionKind.Expired,
        _ => ExecutionKind.Unknown,
    };

    private void Load(ref StateReader state, bool isOver)
    {
        var order = new WorkingOrder();
        order.Load(ref state);
        orders.TryAdd(order.Client.Value, order);
        if (!isOver) working++;
    }

    // The oldest is forgotten, unless it came to life again.
    private void End(UInt128 client)
    {
        working--;
        over.Enqueue(client);
        if (over.Count <= kept) return;
        var oldest = over.Dequeue();
        if (!orders.TryGetValue(oldest, out var order) || !order.Order.Status.IsClosed()) return;
        orders.Remove(oldest);
        free.Push(order);
    }
}
