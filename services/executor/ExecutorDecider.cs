using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Venues;

namespace Noderr.Executor;

/// <summary>
/// Sends approved orders to the venue and says what became of them. <see cref="ExecutionKind.Submitting"/> is on record before the venue is
/// called; whatever is left in that state when a new owner comes is unknown until the venue has told.
/// </summary>
public sealed class ExecutorDecider(Book book) : Decider<ExecutionEvent>, IReads<OrderEvent, ExecutionEvent>, IAnswers<VenueReport, ExecutionEvent>
{
    private readonly Dictionary<UInt128, WorkingOrder> working = [];

    /// <summary>Orders that are not over.</summary>
    public IEnumerable<WorkingOrder> Working => working.Values;

    public bool TryGet(Identity order, out WorkingOrder found) => working.TryGetValue(order.Value, out found);

    public void Decide(in OrderEvent input, Timestamp now, Output<ExecutionEvent> output)
    {
        if (input.Book != book.Index || input.Kind != OrderKind.Routed || working.ContainsKey(input.Order.Value)) return;
        output.Say(new ExecutionEvent(
            ExecutionKind.Submitting, input.Order, input.Book, input.Strategy, input.Instrument, input.Side, input.Quantity, input.Limit, Money.Zero, 0, now));
    }

    public void Decide(in VenueReport request, Timestamp now, Output<ExecutionEvent> output)
    {
        if (!working.TryGetValue(request.Order.Value, out var order)) return;
        switch (request.Kind)
        {
            case ReportKind.Accepted when order.State is ExecutionKind.Submitting or ExecutionKind.Unknown:
                output.Say(order.Says(ExecutionKind.Accepted, request.At));
                break;
            case ReportKind.Rejected:
                output.Say(order.Says(ExecutionKind.Rejected, request.At));
                break;
            case ReportKind.Canceled:
                output.Say(order.Says(ExecutionKind.Canceled, request.At));
                break;
            // The venue was never reached, and by its name it will never be: the order is over.
            case ReportKind.NotKnown when order.State == ExecutionKind.Unknown:
                output.Say(order.Says(ExecutionKind.Rejected, request.At));
                break;
            case ReportKind.Lost when order.State == ExecutionKind.Submitting:
                output.Say(order.Says(ExecutionKind.Unknown, request.At));
                break;
            // Trades of an order are numbered upwards: one that is not new was told before.
            case ReportKind.Filled when request.Trade > order.LastTrade:
                output.Say(order.Says(ExecutionKind.Filled, request.At) with { Quantity = request.Quantity, Price = request.Price, Fee = request.Fee, Trade = request.Trade });
                break;
        }
    }

    public override void TakeOver(Timestamp now, Output<ExecutionEvent> output)
    {
        foreach (var order in working.Values.Where(o => o.State == ExecutionKind.Submitting).OrderBy(o => o.Order.Value))
            output.Say(order.Says(ExecutionKind.Unknown, now));
    }

    public override void Evolve(in ExecutionEvent said, Timestamp now)
    {
        if (said.Kind == ExecutionKind.Submitting)
        {
            working[said.Order.Value] = new WorkingOrder(said.Order, said.Book, said.Strategy, said.Instrument, said.Side, said.Quantity, said.Price, ExecutionKind.Submitting, said.Quantity, 0);
            return;
        }
        if (!working.TryGetValue(said.Order.Value, out var order)) return;
        if (said.Kind == ExecutionKind.Filled) order = order with { Left = order.Left - said.Quantity, LastTrade = said.Trade };
        if (said.Kind is ExecutionKind.Rejected or ExecutionKind.Canceled || order.Left.Sign <= 0) working.Remove(said.Order.Value);
        else working[said.Order.Value] = order with { State = said.Kind == ExecutionKind.Filled ? ExecutionKind.Accepted : said.Kind };
    }

    public override void Save(StateWriter state)
    {
        state.Int64(working.Count);
        foreach (var o in working.Values.OrderBy(o => o.Order.Value))
            state.UInt128(o.Order.Value).Int32(o.Strategy).Int32(o.Instrument).Int32((int)o.Side).Int64(o.Quantity.Units).Int64(o.Limit.Units)
                .Int32((int)o.State).Int64(o.Left.Units).Int64(o.LastTrade);
    }

    public override void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--)
        {
            var o = new WorkingOrder(
                new(state.UInt128()), book.Index, state.Int32(), state.Int32(), (Side)state.Int32(), new(state.Int64()), new(state.Int64()),
                (ExecutionKind)state.Int32(), new(state.Int64()), state.Int64());
            working[o.Order.Value] = o;
        }
    }
}

/// <summary>An order at its venue, or on its way there.</summary>
public readonly record struct WorkingOrder(
    Identity Order, int Book, int Strategy, int Instrument, Side Side, Quantity Quantity, Price Limit, ExecutionKind State, Quantity Left, long LastTrade)
{
    internal ExecutionEvent Says(ExecutionKind kind, Timestamp at) => new(kind, Order, Book, Strategy, Instrument, Side, Quantity, Limit, Money.Zero, 0, at);
}
