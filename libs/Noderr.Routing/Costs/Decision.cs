using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Routing.Costs;

/// <summary>One decision and all orders that were made for it.</summary>
public sealed record Decision(Identity Id, SignalEvent? Signal, OrderRecord? Worked, IReadOnlyList<OrderRecord> Slices)
{
    private OrderRecord First => Slices[0];

    /// <summary>Where its benchmarks are looked up: slices may go to other venues.</summary>
    public int Instrument => Signal?.Instrument ?? Worked?.Instrument ?? First.Instrument;

    public Timestamp Arrived => Worked is { } worked && worked.Made < First.Arrived ? worked.Made : First.Arrived;

    /// <summary>How it was worked.</summary>
    public string Style => Worked?.Algorithm is { } algorithm ? OrderStyle.Of(algorithm) : OrderStyle.Of(First.Terms, Slices.Count);

    /// <summary>Null while one of them works, or more of them may come.</summary>
    public Timestamp? Ended => Worked is { Algorithm: not null, Ended: null } ? null : Slices.All(s => s.Ended is not null) ? Slices.Max(s => s.Ended) : null;

    public Quantity Filled => Sum(s => s.Filled);

    /// <summary>
    /// What the decision was about, once all that was made for it is over. Without it on record that is what the slices come to: more than was wanted,
    /// where some were tried again.
    /// </summary>
    public Quantity Wanted => Ended is null ? Filled : Signal?.Quantity ?? Worked?.Quantity ?? Sum(s => s.Wanted);

    /// <summary>Groups orders by what they come from: a signal, or an order for the same thing on the same side. Protecting legs are decisions of their own.</summary>
    public static IEnumerable<Decision> Of(OrderRecords records, InstrumentCatalog instruments)
    {
        var parents = new Dictionary<Identity, List<OrderRecord>>();
        foreach (var order in records.All.Where(o => o.Sent is not null))
        {
            var parent = ParentOf(order);
            if (!parents.TryGetValue(parent, out var slices)) parents[parent] = slices = [];
            slices.Add(order);
        }
        foreach (var (id, slices) in parents)
        {
            var worked = records.Find(id);
            yield return new Decision(id, records.SignalOf(id), worked?.Sent is null ? worked : null, slices);
        }

        Identity ParentOf(OrderRecord order)
        {
            if (order.Cause.IsNone) return order.Id;
            if (records.Find(order.Cause) is not { } cause) return order.Cause;
            var isSame = cause.Side == order.Side && instruments[cause.Instrument].Symbol == instruments[order.Instrument].Symbol;
            return isSame ? cause.Id : order.Id;
        }
    }

    private Quantity Sum(Func<OrderRecord, Quantity> of) => Slices.Aggregate(Quantity.Zero, (sum, s) => sum + of(s));
}
