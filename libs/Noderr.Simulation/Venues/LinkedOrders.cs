using Noderr.Domain.Numbers;

namespace Noderr.Simulation.Venues;

/// <summary>Orders of which together no more trades than they were given; or, where they were given nothing, of which one trades alone.</summary>
internal sealed class LinkedOrders
{
    private readonly List<SimulatedOrder> orders = [];
    private Quantity most, traded;

    /// <summary>What they may trade together only grows.</summary>
    public void Add(SimulatedOrder order, Quantity most)
    {
        if (!orders.Contains(order)) orders.Add(order);
        if (most > this.most) this.most = most;
    }

    public void Trade(Quantity size) => traded += size;

    /// <summary>What an order of them may still trade.</summary>
    public Quantity MostOf(SimulatedOrder order)
    {
        if (most.Sign > 0) return most - traded;
        foreach (var other in orders)
            if (other != order && other.Filled.Sign > 0) return Quantity.Zero;
        return order.Left;
    }

    /// <summary>Those that live and have nothing left to trade.</summary>
    public SimulatedOrder[] Exhausted() => [.. orders.Where(o => o.End is null && MostOf(o).Sign <= 0)];

    /// <summary>True when none is left.</summary>
    public bool Forget(SimulatedOrder order)
    {
        orders.Remove(order);
        return orders.Count == 0;
    }
}
