using System.Runtime.CompilerServices;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.Matching;

/// <summary>
/// One order book with price-time priority, in whole ticks and lots. Orders and levels lie in arrays and name each other by number: nothing is
/// allocated once the book has been as large as it gets.
/// </summary>
public sealed class MatchingEngine
{
    /// <summary>What all orders of a level come to stays within 64 bits.</summary>
    public const long HighestPrice = 1L << 61, LargestSize = 1L << 40;
    public const int MostOrders = 1 << 22;
    private const int None = -1;

    private readonly OrderIndex index = new();
    private readonly PriceTree bids = new(), asks = new();
    private Resting[] orders = new Resting[1024];
    private Level[] levels = new Level[256];
    private int freeOrder = None, freeLevel = None, orderCount, levelCount, bestBid = None, bestAsk = None;

    private struct Level
    {
        public long Price, Size;
        public int First, Last, Orders;
        public Side Side;
    }

    /// <summary>Orders that rest.</summary>
    public int Orders => index.Count;

    public BookLevel? BestBid => Best(bestBid);

    public BookLevel? BestAsk => Best(bestAsk);

    /// <summary>A limit order; what it can't trade at once rests, or is given up.</summary>
    public Answer Enter<TTrades>(long id, Side side, long price, long size, bool rests, ref TTrades trades) where TTrades : struct, ITrades
    {
        if (size is <= 0 or > LargestSize) return Answer.BadSize;
        if (!IsPrice(price)) return Answer.BadPrice;
        if (index.Find(id, orders) != None) return Answer.OrderIsThere;
        if (rests && index.Count == MostOrders) return Answer.BookIsFull;
        var left = Match(id, side, price, size, ref trades);
        if (left == 0) return Answer.Done;
        if (!rests) return Answer.GivenUp;
        Put(id, side, price, left);
        return Answer.Done;
    }

    /// <summary>Trades with what it meets and never rests; returns what is left.</summary>
    public long Take<TTrades>(long id, Side side, long price, long size, ref TTrades trades) where TTrades : struct, ITrades => Match(id, side, price, size, ref trades);

    /// <summary>Puts an order behind all that rest at the price, without a look at the other side.</summary>
    public Answer Rest(long id, Side side, long price, long size)
    {
        if (size is <= 0 or > LargestSize) return Answer.BadSize;
        if (!IsPrice(price)) return Answer.BadPrice;
        if (index.Find(id, orders) != None) return Answer.OrderIsThere;
        if (index.Count == MostOrders) return Answer.BookIsFull;
        Put(id, side, price, size);
        return Answer.Done;
    }

    public Answer Cancel(long id)
    {
        var slot = index.Find(id, orders);
        if (slot == None) return Answer.UnknownOrder;
        Unlink(slot);
        Forget(slot);
        return Answer.Done;
    }

    /// <summary>Takes that much from the order, which keeps its place; an order of which nothing is left is gone.</summary>
    public Answer Reduce(long id, long by)
    {
        if (by <= 0) return Answer.BadSize;
        var slot = index.Find(id, orders);
        if (slot == None) return Answer.UnknownOrder;
        ref var order = ref orders[slot];
        if (by >= order.Left)
        {
            Unlink(slot);
            Forget(slot);
            return Answer.Done;
        }
        order.Left -= by;
        levels[order.Level].Size -= by;
        return Answer.Done;
    }

    /// <summary>What is left of the order goes to another price, behind all that rest there; on its way it trades with what it meets.</summary>
    public Answer Move<TTrades>(long id, long price, ref TTrades trades) where TTrades : struct, ITrades
    {
        if (!IsPrice(price)) return Answer.BadPrice;
        var slot = index.Find(id, orders);
        if (slot == None) return Answer.UnknownOrder;
        var side = levels[orders[slot].Level].Side;
        Unlink(slot);
        var left = Match(id, side, price, orders[slot].Left, ref trades);
        if (left == 0)
        {
            Forget(slot);
            return Answer.Done;
        }
        orders[slot].Left = left;
        Append(slot, side, price);
        return Answer.Done;
    }

    /// <summary>What is left of a resting order; 0 when none rests under that id.</summary>
    public long Left(long id) => index.Find(id, orders) is not None and var slot ? orders[slot].Left : 0;

    /// <summary>The levels of one side, the best first.</summary>
    public IReadOnlyList<BookLevel> Levels(Side side)
    {
        var all = (side == Side.Buy ? bids : asks).Ascending().Select(level => Best(level)!.Value).ToArray();
        if (side == Side.Buy) Array.Reverse(all);
        return all;
    }

    private static bool IsPrice(long price) => price is >= -HighestPrice and <= HighestPrice;

    private long Match<TTrades>(long taker, Side side, long limit, long size, ref TTrades trades) where TTrades : struct, ITrades
    {
        while (size > 0)
        {
            var best = side == Side.Buy ? bestAsk : bestBid;
            if (best == None) break;
            ref var level = ref levels[best];
            if (side == Side.Buy ? level.Price > limit : level.Price < limit) break;
            if (!Trade(taker, best, ref size, ref trades)) break;
        }
        return size;
    }

    // With one level, until it or the taker is done; false when the taker stops.
    private bool Trade<TTrades>(long taker, int at, ref long size, ref TTrades trades) where TTrades : struct, ITrades
    {
        ref var level = ref levels[at];
        while (size > 0)
        {
            var slot = level.First;
            ref var maker = ref orders[slot];
            var meeting = trades.Meets(taker, maker.Id);
            if (meeting == Meeting.Stop) return false;
            if (meeting == Meeting.Trade)
            {
                var traded = Math.Min(size, maker.Left);
                size -= traded;
                maker.Left -= traded;
                level.Size -= traded;
                trades.On(new Trade(taker, maker.Id, level.Price, traded, maker.Left == 0, size == 0));
                if (maker.Left > 0) break;
            }
            else level.Size -= maker.Left;
            level.First = maker.Next;
            level.Orders--;
            Forget(slot);
            if (level.Orders == 0)
            {
                Drop(at);
                break;
            }
            orders[level.First].Previous = None;
        }
        return true;
    }

    private void Put(long id, Side side, long price, long left)
    {
        var slot = NewOrder();
        (orders[slot].Id, orders[slot].Left) = (id, left);
        index.Add(id, slot);
        Append(slot, side, price);
    }

    private void Append(int slot, Side side, long price)
    {
        var tree = side == Side.Buy ? bids : asks;
        var at = tree.Find(price);
        if (at == None) at = Raise(tree, side, price);
        ref var level = ref levels[at];
        ref var order = ref orders[slot];
        (order.Level, order.Next, order.Previous) = (at, None, level.Last);
        if (level.Last == None) level.First = slot;
        else orders[level.Last].Next = slot;
        level.Last = slot;
        level.Size += order.Left;
        level.Orders++;
    }

    private void Unlink(int slot)
    {
        ref var order = ref orders[slot];
        ref var level = ref levels[order.Level];
        level.Size -= order.Left;
        if (--level.Orders == 0)
        {
            Drop(order.Level);
            return;
        }
        if (order.Previous == None) level.First = order.Next;
        else orders[order.Previous].Next = order.Next;
        if (order.Next == None) level.Last = order.Previous;
        else orders[order.Next].Previous = order.Previous;
    }

    private int Raise(PriceTree tree, Side side, long price)
    {
        var at = freeLevel;
        if (at != None) freeLevel = levels[at].First;
        else
        {
            if (levelCount == levels.Length) Array.Resize(ref levels, levelCount * 2);
            at = levelCount++;
        }
        levels[at] = new Level { Price = price, First = None, Last = None, Side = side };
        tree.Add(price, at);
        if (side == Side.Buy)
        {
            if (bestBid == None || price > levels[bestBid].Price) bestBid = at;
        }
        else if (bestAsk == None || price < levels[bestAsk].Price) bestAsk = at;
        return at;
    }

    private void Drop(int at)
    {
        ref var level = ref levels[at];
        if (level.Side == Side.Buy)
        {
            bids.Remove(level.Price);
            if (at == bestBid) bestBid = bids.IsEmpty ? None : bids.Highest();
        }
        else
        {
            asks.Remove(level.Price);
            if (at == bestAsk) bestAsk = asks.IsEmpty ? None : asks.Lowest();
        }
        level.First = freeLevel;
        freeLevel = at;
    }

    private int NewOrder()
    {
        var slot = freeOrder;
        if (slot != None)
        {
            freeOrder = orders[slot].Next;
            return slot;
        }
        if (orderCount == orders.Length) orders = LargePages.Grow(orders);
        return orderCount++;
    }

    private void Forget(int slot)
    {
        ref var order = ref orders[slot];
        index.Remove(order.Id, slot);
        order.Next = freeOrder;
        freeOrder = slot;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BookLevel? Best(int at)
    {
        if (at == None) return null;
        ref var level = ref levels[at];
        return new BookLevel(level.Side, level.Price, level.Size, level.Orders);
    }
}
