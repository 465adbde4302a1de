using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

/// <summary>
/// The levels of one side, prices and sizes each in an array of their own, the best one last: most changes come close to the best, and
/// move little.
/// </summary>
public sealed class DepthSide(Side side)
{
    private long[] prices = new long[64];
    private long[] sizes = new long[64];

    public int Count { get; private set; }

    public Price BestPrice => Count == 0 ? Price.Zero : new Price(prices[Count - 1]);

    public Quantity BestSize => Count == 0 ? Quantity.Zero : new Quantity(sizes[Count - 1]);

    /// <summary>From 0, the best.</summary>
    public (Price Price, Quantity Size) this[int level] => (uint)level < (uint)Count
        ? (new Price(prices[Count - 1 - level]), new Quantity(sizes[Count - 1 - level]))
        : throw new ArgumentOutOfRangeException(nameof(level));

    /// <summary>So much rests there now; nothing takes the level away.</summary>
    public void Set(Price price, Quantity size)
    {
        var at = Find(price.Units);
        var there = at < Count && prices[at] == price.Units;
        if (size.Sign > 0 && there) sizes[at] = size.Units;
        else if (size.Sign > 0) Insert(at, price.Units, size.Units);
        else if (there) Remove(at);
    }

    public Quantity SizeAt(Price price) => Find(price.Units) is var at && at < Count && prices[at] == price.Units ? new Quantity(sizes[at]) : Quantity.Zero;

    public void Clear() => Count = 0;

    /// <summary>The first levels, the best one first, as far as there is room; how many. For statistics and pictures.</summary>
    public int CopyTo(Span<double> toPrices, Span<double> toSizes)
    {
        var count = Math.Min(Count, Math.Min(toPrices.Length, toSizes.Length));
        for (var level = 0; level < count; level++)
            (toPrices[level], toSizes[level]) = (new Price(prices[Count - 1 - level]).ToDouble(), new Quantity(sizes[Count - 1 - level]).ToDouble());
        return count;
    }

    /// <summary>What buying or selling so much at once would cost or bring, down to the limit; less is filled where less rests.</summary>
    public (Quantity Filled, Money Paid) Walk(Quantity quantity, Price limit)
    {
        var (left, paid) = (quantity, Money.Zero);
        for (var at = Count - 1; at >= 0 && left.Sign > 0 && !IsWorse(prices[at], limit.Units); at--)
        {
            var taken = Quantity.Min(left, new Quantity(sizes[at]));
            paid += new Price(prices[at]) * taken;
            left -= taken;
        }
        return (quantity - left, paid);
    }

    // The place of the price, or that before which it belongs. Looked for from the best on: half of all changes are within some steps of it.
    private int Find(long price)
    {
        const int Near = 8;
        var (low, high) = (0, Count);
        for (var step = 1; step <= Near && Count - step >= 0; step++)
        {
            if (IsWorse(prices[Count - step], price)) return Count - step + 1;
            high = Count - step;
        }
        while (low < high)
        {
            var middle = (int)((uint)(low + high) >> 1);
            if (IsWorse(prices[middle], price)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private bool IsWorse(long price, long than) => side == Side.Buy ? price < than : price > than;

    private void Insert(int at, long price, long size)
    {
        if (Count == prices.Length)
        {
            Array.Resize(ref prices, Count * 2);
            Array.Resize(ref sizes, Count * 2);
        }
        prices.AsSpan(at, Count - at).CopyTo(prices.AsSpan(at + 1));
        sizes.AsSpan(at, Count - at).CopyTo(sizes.AsSpan(at + 1));
        (prices[at], sizes[at]) = (price, size);
        Count++;
    }

    private void Remove(int at)
    {
        Count--;
        prices.AsSpan(at + 1, Count - at).CopyTo(prices.AsSpan(at));
        sizes.AsSpan(at + 1, Count - at).CopyTo(sizes.AsSpan(at));
    }
}
