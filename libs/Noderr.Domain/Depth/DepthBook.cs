using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

/// <summary>So much rests at a price of one side now.</summary>
public readonly record struct DepthChange(Side Side, Price Price, Quantity Size);

/// <summary>A venue's book by prices (L2).</summary>
public sealed class DepthBook : SequencedBook<DepthChange>
{
    public DepthSide Bids { get; } = new(Side.Buy);

    public DepthSide Asks { get; } = new(Side.Sell);

    private protected override bool IsCrossed => Bids.Count > 0 && Asks.Count > 0 && Bids.BestPrice >= Asks.BestPrice;

    private protected override bool Set(ReadOnlySpan<DepthChange> changes)
    {
        foreach (ref readonly var change in changes) (change.Side == Side.Buy ? Bids : Asks).Set(change.Price, change.Size);
        return true;
    }

    private protected override void Clear()
    {
        Bids.Clear();
        Asks.Clear();
    }
}
