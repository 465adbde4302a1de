using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Risk;

/// <summary>The newest answers by order, so that whoever asks again hears the same. The oldest are forgotten; nobody asks about them any more.</summary>
internal sealed class Answers
{
    private const int Kept = 16_384;

    private readonly Dictionary<UInt128, RiskEvent> byOrder = new(Kept);
    private readonly Queue<UInt128> order = new(Kept);

    public RiskEvent? Find(Identity id) => byOrder.TryGetValue(id.Value, out var answer) ? answer : null;

    public void Add(in RiskEvent answer)
    {
        if (!byOrder.TryAdd(answer.Order.Value, answer)) return;
        order.Enqueue(answer.Order.Value);
        if (order.Count > Kept) byOrder.Remove(order.Dequeue());
    }

    public void Save(StateWriter state)
    {
        state.Int64(order.Count);
        foreach (var id in order)
        {
            var a = byOrder[id];
            state.Int32((int)a.Kind).UInt128(a.Order.Value).Int32(a.Book).Int32(a.Instrument).Int32((int)a.Side).Int64(a.Quantity.Units).Int64(a.Price.Units)
                .Int32((int)a.Denial).Int64(a.Value).Int64(a.Limit).Int64(a.At.Nanoseconds);
        }
    }

    public void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--)
        {
            Add(new RiskEvent(
                (RiskKind)state.Int32(), new(state.UInt128()), state.Int32(), state.Int32(), (Side)state.Int32(), new(state.Int64()), new(state.Int64()),
                (DenialCode)state.Int32(), state.Int64(), state.Int64(), new(state.Int64())));
        }
    }
}
