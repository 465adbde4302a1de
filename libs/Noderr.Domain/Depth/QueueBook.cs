using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

/// <summary>
/// A venue's book by orders (L3): at each price a queue, the oldest first, and the book by prices that comes of it. A snapshot adds all orders, those
/// of a price in the order of their queue.
/// </summary>
public sealed class QueueBook : SequencedBook<QueueChange>
{
    private readonly OrderQueues queues = new();

    public DepthSide Bids { get; } = new(Side.Buy);

    public DepthSide Asks { get; } = new(Side.Sell);

    public int Orders => queues.Count;

    private protected override bool IsCrossed => Bids.Count > 0 && Asks.Count > 0 && Bids.BestPrice >= Asks.BestPrice;

    public bool TryGet(UInt128 order, out RestingOrder resting)
    {
        var slot = queues.Find(order);
        resting = slot < 0 ? default : queues.Show(slot);
        return slot >= 0;
    }

    /// <summary>What has to be traded or taken back at its price before the order is next; null for one that is not there. As long as the queue before it.</summary>
    public Quantity? Ahead(UInt128 order) => queues.Find(order) is var slot && slot >= 0 ? new Quantity(queues.Ahead(slot)) : null;

    /// <summary>The orders at a price, the oldest first.</summary>
    public IEnumerable<RestingOrder> QueueAt(Side side, Price price)
    {
        for (var slot = queues.Oldest(side, price.Units); slot >= 0; slot = queues.Next(slot)) yield return queues.Show(slot);
    }

    private protected override bool Set(ReadOnlySpan<QueueChange> changes)
    {
        foreach (ref readonly var change in changes)
            if (!Set(change)) return false;
        return true;
    }

    private protected override void Clear()
    {
        queues.Clear();
        Bids.Clear();
        Asks.Clear();
    }

    private bool Set(in QueueChange change)
    {
        var slot = queues.Find(change.Order);
        if (change.Act == QueueAct.Add) return slot < 0 && change.Size.Sign > 0 && Add(change);
        if (slot < 0) return false;
        var (side, price, size) = (queues.SideOf(slot), queues.PriceOf(slot), queues.SizeOf(slot));
        switch (change.Act)
        {
            case QueueAct.Delete: return Remove(slot, side, price);
            case QueueAct.Change when change.Size.Sign <= 0 || change.Side != side: return false;
            case QueueAct.Change when change.Price.Units != price || change.Size.Units > size: return Remove(slot, side, price) && Add(change);
            case QueueAct.Change: return Shrink(slot, side, price, change.Size.Units);
            case QueueAct.Reduce or QueueAct.Execute when change.Size.Sign <= 0 || change.Size.Units > size: return false;
            default: return change.Size.Units == size ? Remove(slot, side, price) : Shrink(slot, side, price, size - change.Size.Units);
        }
    }

    private bool Add(in QueueChange change)
    {
        Level(change.Side, change.Price.Units, queues.Add(change.Order, change.Side, change.Price.Units, change.Size.Units));
        return true;
    }

    private bool Remove(int slot, Side side, long price)
    {
        Level(side, price, queues.Remove(slot));
        return true;
    }

    private bool Shrink(int slot, Side side, long price, long size)
    {
        Level(side, price, queues.Shrink(slot, size));
        return true;
    }

    private void Level(Side side, long price, long total) => (side == Side.Buy ? Bids : Asks).Set(new Price(price), new Quantity(total));
}
