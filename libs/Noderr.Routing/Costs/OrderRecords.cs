using Noderr.Domain.Events;
using Noderr.Domain.Orders;

namespace Noderr.Routing.Costs;

/// <summary>All orders of some journals. Of each journal the events come in its order; orders come before executions, since those say nothing without them.</summary>
public sealed class OrderRecords
{
    private readonly Dictionary<Identity, OrderRecord> orders = [];
    private readonly Dictionary<Identity, SignalEvent> signals = [];

    /// <summary>In the order in which they were made.</summary>
    public IEnumerable<OrderRecord> All => orders.Values;

    /// <summary>Words about orders whose beginning is not on record.</summary>
    public long Strays { get; private set; }

    public void Apply(in SignalEvent said) => signals[said.Id] = said;

    public void Apply(in OrderEvent said)
    {
        if (said.Kind is OrderKind.Created or OrderKind.WorkBegun || (said.Kind == OrderKind.Denied && !orders.ContainsKey(said.Order))) orders.TryAdd(said.Order, new OrderRecord(said));
        if (orders.TryGetValue(said.Order, out var order)) order.Apply(said);
        else Strays++;
    }

    public void Apply(in ExecutionEvent said)
    {
        if (orders.TryGetValue(said.Order, out var order)) order.Apply(said);
        else Strays++;
    }

    public SignalEvent? SignalOf(Identity cause) => signals.TryGetValue(cause, out var signal) ? signal : null;

    public OrderRecord? Find(Identity order) => orders.GetValueOrDefault(order);
}
