using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

/// <summary>
/// The orders of a book in one set of arrays, linked to a queue for each price. Slots that become free are used again, so that a book whose size stays
/// as it is allocates nothing.
/// </summary>
internal sealed class OrderQueues
{
    private const int None = -1;

    private readonly Dictionary<UInt128, int> byName = [];
    private readonly Dictionary<long, int> bids = [], asks = [];
    private UInt128[] names = new UInt128[64];
    private long[] sizes = new long[64];
    private int[] next = new int[64], previous = new int[64], queueOf = new int[64];
    private int freeSlot = None, slots;

    private long[] prices = new long[64], totals = new long[64];
    private int[] oldest = new int[64], newest = new int[64];
    private Side[] sides = new Side[64];
    private int freeQueue = None, queues;

    public int Count => byName.Count;

    public int Find(UInt128 order) => byName.TryGetValue(order, out var slot) ? slot : None;

    public Side SideOf(int slot) => sides[queueOf[slot]];

    public long PriceOf(int slot) => prices[queueOf[slot]];

    public long SizeOf(int slot) => sizes[slot];

    public int Next(int slot) => next[slot];

    public RestingOrder Show(int slot) => new(names[slot], SideOf(slot), new Price(PriceOf(slot)), new Quantity(sizes[slot]));

    public int Oldest(Side side, long price) => (side == Side.Buy ? bids : asks).TryGetValue(price, out var queue) ? oldest[queue] : None;

    public long Ahead(int slot)
    {
        var sum = 0L;
        for (var at = previous[slot]; at != None; at = previous[at]) sum += sizes[at];
        return sum;
    }

    /// <summary>What rests at the price then.</summary>
    public long Add(UInt128 order, Side side, long price, long size)
    {
        var queue = QueueAt(side, price);
        var slot = FreeSlot();
        (names[slot], sizes[slot], queueOf[slot], previous[slot], next[slot]) = (order, size, queue, newest[queue], None);
        if (newest[queue] == None) oldest[queue] = slot;
        else next[newest[queue]] = slot;
        newest[queue] = slot;
        byName[order] = slot;
        return totals[queue] = checked(totals[queue] + size);
    }

    /// <summary>What rests at the price then.</summary>
    public long Shrink(int slot, long size)
    {
        var queue = queueOf[slot];
        totals[queue] -= sizes[slot] - size;
        sizes[slot] = size;
        return totals[queue];
    }

    /// <summary>What rests at the price then.</summary>
    public long Remove(int slot)
    {
        var (queue, before, behind) = (queueOf[slot], previous[slot], next[slot]);
        if (before == None) oldest[queue] = behind;
        else next[before] = behind;
        if (behind == None) newest[queue] = before;
        else previous[behind] = before;
        byName.Remove(names[slot]);
        var total = totals[queue] -= sizes[slot];
        (next[slot], freeSlot) = (freeSlot, slot);
        if (oldest[queue] == None) FreeQueue(queue);
        return total;
    }

    public void Clear()
    {
        byName.Clear();
        bids.Clear();
        asks.Clear();
        (freeSlot, slots, freeQueue, queues) = (None, 0, None, 0);
    }

    private int QueueAt(Side side, long price)
    {
        var bySide = side == Side.Buy ? bids : asks;
        if (bySide.TryGetValue(price, out var there)) return there;
        var queue = freeQueue;
        if (queue != None) freeQueue = oldest[queue];
        else queue = NewQueue();
        (prices[queue], sides[queue], totals[queue], oldest[queue], newest[queue]) = (price, side, 0, None, None);
        bySide[price] = queue;
        return queue;
    }

    // The first of the free ones lies where a queue has its oldest order.
    private void FreeQueue(int queue)
    {
        (sides[queue] == Side.Buy ? bids : asks).Remove(prices[queue]);
        (oldest[queue], freeQueue) = (freeQueue, queue);
    }

    private int FreeSlot()
    {
        if (freeSlot != None)
        {
            var slot = freeSlot;
            freeSlot = next[slot];
            return slot;
        }
        if (slots == names.Length)
        {
            Array.Resize(ref names, slots * 2);
            Array.Resize(ref sizes, slots * 2);
            Array.Resize(ref next, slots * 2);
            Array.Resize(ref previous, slots * 2);
            Array.Resize(ref queueOf, slots * 2);
        }
        return slots++;
    }

    private int NewQueue()
    {
        if (queues == prices.Length)
        {
            Array.Resize(ref prices, queues * 2);
            Array.Resize(ref totals, queues * 2);
            Array.Resize(ref oldest, queues * 2);
            Array.Resize(ref newest, queues * 2);
            Array.Resize(ref sides, queues * 2);
        }
        return queues++;
    }
}
