namespace Noderr.Simulation.Venues;

/// <summary>What the market shows at one price, and the orders that stand for it in the engine, the first in the queue first.</summary>
internal sealed class ShownLevel
{
    private long[] orders = new long[4];

    public long Price { get; private set; }

    /// <summary>What its source last said, or what its trades left of that: only what comes on top is new liquidity.</summary>
    public long Shown { get; set; }

    /// <summary>Not shown any more by a source that shows the best price alone, and kept for those of ours that wait behind it.</summary>
    public bool IsStale { get; set; }

    public ReadOnlySpan<long> Orders => orders.AsSpan(0, Count);

    public int Count { get; private set; }

    public void Begin(long price) => (Price, Shown, IsStale, Count) = (price, 0, false, 0);

    public void Add(long order)
    {
        if (Count == orders.Length) Array.Resize(ref orders, Count * 2);
        orders[Count++] = order;
    }

    public void Clear() => Count = 0;
}
