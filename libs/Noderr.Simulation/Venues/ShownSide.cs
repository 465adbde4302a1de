using Noderr.Domain.Orders;
using Noderr.Simulation.Matching;

namespace Noderr.Simulation.Venues;

/// <summary>
/// One side of a recorded or made-up market, held in the engine by orders that stand for it, so that ours queue among them. The source says how much there
/// is at a price; only what that is more than it was is fresh. What ours took from it stays taken.
/// </summary>
internal sealed class ShownSide(Side side, MatchingEngine engine, QueueModel queue, ShownSide.INames names)
{
    private readonly Dictionary<long, ShownLevel> levels = [];
    private readonly Stack<ShownLevel> free = new();

    /// <summary>Names for the market's orders, and where ours stand.</summary>
    internal interface INames
    {
        long Next();

        bool RestsAt(Side side, long price);
    }

    public bool HasStale { get; private set; }

    /// <summary>Nothing of what is shown has been taken by ours.</summary>
    public bool IsWhole
    {
        get
        {
            foreach (var level in levels.Values)
                if (Total(level) != level.Shown) return false;
            return true;
        }
    }

    /// <summary>So much is there now. Returns what is fresh; the caller lets it trade before it rests by <see cref="Rest"/>.</summary>
    public long Set(long price, long size)
    {
        var level = Find(price);
        if (size == 0)
        {
            if (level is not null) Remove(level);
            return 0;
        }
        if (level is null)
        {
            level = free.TryPop(out var old) ? old : new ShownLevel();
            level.Begin(price);
            levels.Add(price, level);
        }
        var change = size - level.Shown;
        (level.Shown, level.IsStale) = (size, false);
        if (change < 0) Withdraw(level, -change);
        return Math.Max(change, 0);
    }

    /// <summary>What is left of something fresh, behind all that stand there.</summary>
    public void Rest(long price, long size)
    {
        if (size <= 0 || Find(price) is not { } level) return;
        // Nobody of ours stands between them: they may as well be one.
        if (level.Count > 0 && !names.RestsAt(side, price))
        {
            size += Total(level);
            Cancel(level);
        }
        var name = names.Next();
        if (engine.Rest(name, side, price, size) == Answer.Done) level.Add(name);
    }

    /// <summary>The market traded here: what its source says next is what was left after it.</summary>
    public void Traded(long price, long size)
    {
        if (Find(price) is { } level) level.Shown = Math.Max(0, level.Shown - size);
    }

    /// <summary>All that is worse than the price is shown no more, all that is better is gone.</summary>
    public void OnlyBest(long price)
    {
        HasStale = false;
        foreach (var level in levels.Values)
        {
            if (level.Price == price) continue;
            var isWorse = side == Side.Buy ? level.Price < price : level.Price > price;
            if (isWorse && names.RestsAt(side, level.Price)) HasStale = level.IsStale = true;
            else Remove(level);
        }
    }

    /// <summary>The other side has come to the price: what was shown up to there can't be there any more.</summary>
    public void CrossedBy(long price)
    {
        foreach (var level in levels.Values)
            if (side == Side.Buy ? level.Price >= price : level.Price <= price) Remove(level);
    }

    public void Clear()
    {
        foreach (var level in levels.Values) Remove(level);
        HasStale = false;
    }

    private ShownLevel? Find(long price) => levels.GetValueOrDefault(price);

    private long Total(ShownLevel level)
    {
        var total = 0L;
        foreach (var order in level.Orders) total += engine.Left(order);
        return total;
    }

    private void Remove(ShownLevel level)
    {
        Cancel(level);
        levels.Remove(level.Price);
        free.Push(level);
    }

    private void Cancel(ShownLevel level)
    {
        foreach (var order in level.Orders) engine.Cancel(order);
        level.Clear();
    }

    private void Withdraw(ShownLevel level, long size)
    {
        if (queue == QueueModel.CancelsEvenly && Total(level) is > 0 and var total && size < total)
        {
            var left = size;
            foreach (var order in level.Orders) left -= Take(order, (long)((Int128)engine.Left(order) * size / total));
            size = left;
        }
        for (var i = level.Count - 1; i >= 0 && size > 0; i--) size -= Take(level.Orders[i], size);
    }

    private long Take(long order, long most)
    {
        var taken = Math.Min(engine.Left(order), most);
        if (taken > 0) engine.Reduce(order, taken);
        return taken;
    }
}
