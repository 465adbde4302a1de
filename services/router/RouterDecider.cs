using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Router;

/// <summary>What risk answered, or <see cref="DenialCode.NoAnswer"/>.</summary>
public readonly record struct RiskAnswer(Identity Order, DenialCode Denial);

/// <summary>
/// Makes an order of each signal, asks risk, and passes on what risk approves. The question is an effect of <see cref="OrderKind.Created"/>; an
/// order whose answer is missing when a new owner comes is asked about again.
/// </summary>
public sealed class RouterDecider(Book book, InstrumentCatalog instruments)
    : Decider<OrderEvent>, IReads<SignalEvent, OrderEvent>, IAnswers<RiskAnswer, OrderEvent>
{
    private readonly Dictionary<UInt128, OrderEvent> asking = [];

    /// <summary>Orders that risk has not answered for.</summary>
    public IReadOnlyCollection<OrderEvent> Asking => asking.Values;

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

    public void Decide(in RiskAnswer request, Timestamp now, Output<OrderEvent> output)
    {
        if (!asking.TryGetValue(request.Order.Value, out var order)) return;
        output.Say(order with { Kind = request.Denial == DenialCode.None ? OrderKind.Routed : OrderKind.Denied, Denial = request.Denial, At = now });
    }

    public override void Evolve(in OrderEvent said, Timestamp now)
    {
        if (said.Kind == OrderKind.Created) asking[said.Order.Value] = said;
        else asking.Remove(said.Order.Value);
    }

    public override void Save(StateWriter state)
    {
        state.Int64(asking.Count);
        foreach (var o in asking.Values.OrderBy(o => o.Order.Value))
            state.UInt128(o.Order.Value).UInt128(o.Signal.Value).Int32(o.Strategy).Int32(o.Instrument).Int32((int)o.Side).Int64(o.Quantity.Units).Int64(o.Limit.Units).Int64(o.At.Nanoseconds).Terms(o.Terms);
    }

    public override void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--)
        {
            var order = new OrderEvent(
                OrderKind.Created, new(state.UInt128()), new(state.UInt128()), book.Index, state.Int32(), state.Int32(), (Side)state.Int32(),
                new(state.Int64()), new(state.Int64()), DenialCode.None, new(state.Int64()))
            {
                Terms = state.Terms(),
            };
            asking[order.Order.Value] = order;
        }
    }
}
