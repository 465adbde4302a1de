using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

/// <summary>So much rests at a price of one side now.</summary>
public readonly record struct DepthChange(Side Side, Price Price, Quantity Size);

public enum DepthState : byte
{
    /// <summary>A snapshot is needed.</summary>
    Waiting,

    Live,
}

/// <summary>What an update came to.</summary>
public enum DepthVerdict : byte
{
    Applied,

    /// <summary>The book has it already.</summary>
    Old,

    /// <summary>No snapshot yet: it is kept until one comes.</summary>
    Kept,

    /// <summary>Something before it is missing: the book is void until the next snapshot.</summary>
    Gap,

    /// <summary>It left the bid at or above the ask, which no venue shows: something is missing that had no number.</summary>
    Crossed,
}

/// <summary>
/// A venue's book by prices, built from snapshots and numbered updates. What has a gap is not shown: a book that may be wrong is worse than none.
/// </summary>
public sealed class DepthBook
{
    /// <summary>Updates kept while a snapshot is on its way; more means that it does not come.</summary>
    public const int MostKept = 1024;

    private readonly Queue<(long First, long Last, DepthChange[] Changes)> kept = new();

    public DepthSide Bids { get; } = new(Side.Buy);

    public DepthSide Asks { get; } = new(Side.Sell);

    public DepthState State { get; private set; }

    /// <summary>Of the last update that is in the book.</summary>
    public long Sequence { get; private set; }

    /// <summary>How often it was void, from its beginning on.</summary>
    public long Gaps { get; private set; }

    /// <summary>The book as it was at that number; what came since and was kept follows.</summary>
    public DepthVerdict Snapshot(long sequence, ReadOnlySpan<DepthChange> levels)
    {
        Clear();
        foreach (ref readonly var level in levels) Set(level);
        (State, Sequence) = (DepthState.Live, sequence);
        var verdict = IsCrossed ? Void(DepthVerdict.Crossed) : DepthVerdict.Applied;
        while (State == DepthState.Live && kept.TryDequeue(out var update)) verdict = Apply(update.First, update.Last, update.Changes) is var v and not DepthVerdict.Old ? v : verdict;
        kept.Clear();
        return verdict;
    }

    /// <param name="first">Number of the first change that the update holds.</param>
    /// <param name="last">Of the last one.</param>
    public DepthVerdict Apply(long first, long last, ReadOnlySpan<DepthChange> changes)
    {
        if (State == DepthState.Waiting)
        {
            if (kept.Count == MostKept) kept.Clear();
            kept.Enqueue((first, last, changes.ToArray()));
            return DepthVerdict.Kept;
        }
        if (last <= Sequence) return DepthVerdict.Old;
        if (first > Sequence + 1) return Void(DepthVerdict.Gap);
        foreach (ref readonly var change in changes) Set(change);
        Sequence = last;
        return IsCrossed ? Void(DepthVerdict.Crossed) : DepthVerdict.Applied;
    }

    private bool IsCrossed => Bids.Count > 0 && Asks.Count > 0 && Bids.BestPrice >= Asks.BestPrice;

    private void Set(in DepthChange change) => (change.Side == Side.Buy ? Bids : Asks).Set(change.Price, change.Size);

    private DepthVerdict Void(DepthVerdict why)
    {
        Clear();
        State = DepthState.Waiting;
        Gaps++;
        return why;
    }

    private void Clear()
    {
        Bids.Clear();
        Asks.Clear();
    }
}
