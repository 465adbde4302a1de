namespace Noderr.Domain.Depth;

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

    /// <summary>It speaks of an order that is not there, or of a new one that is: something is missing that had no number.</summary>
    Broken,
}

/// <summary>
/// A venue's book, built from snapshots and numbered updates. What has a gap is not shown: a book that may be wrong is worse than none.
/// </summary>
public abstract class SequencedBook
{
    /// <summary>Updates kept while a snapshot is on its way; more means that it does not come.</summary>
    public const int MostKept = 1024;

    public DepthState State { get; private protected set; }

    /// <summary>Of the last update that is in the book.</summary>
    public long Sequence { get; private protected set; }

    /// <summary>How often it was void, from its beginning on.</summary>
    public long Gaps { get; private protected set; }
}

/// <typeparam name="TChange">What an update is made of.</typeparam>
public abstract class SequencedBook<TChange> : SequencedBook where TChange : struct
{
    private readonly Queue<(long First, long Last, TChange[] Changes)> kept = new();

    /// <summary>The book as it was at that number; what came since and was kept follows.</summary>
    public DepthVerdict Snapshot(long sequence, ReadOnlySpan<TChange> all)
    {
        Clear();
        (State, Sequence) = (DepthState.Live, sequence);
        var verdict = Judge(Set(all));
        while (State == DepthState.Live && kept.TryDequeue(out var update)) verdict = Apply(update.First, update.Last, update.Changes) is var v and not DepthVerdict.Old ? v : verdict;
        kept.Clear();
        return verdict;
    }

    /// <param name="first">Number of the first change that the update holds.</param>
    /// <param name="last">Of the last one.</param>
    public DepthVerdict Apply(long first, long last, ReadOnlySpan<TChange> changes)
    {
        if (State == DepthState.Waiting)
        {
            if (kept.Count == MostKept) kept.Clear();
            kept.Enqueue((first, last, changes.ToArray()));
            return DepthVerdict.Kept;
        }
        if (last <= Sequence) return DepthVerdict.Old;
        if (first > Sequence + 1) return Void(DepthVerdict.Gap);
        Sequence = last;
        return Judge(Set(changes));
    }

    private protected abstract bool IsCrossed { get; }

    /// <summary>False where a change can't be.</summary>
    private protected abstract bool Set(ReadOnlySpan<TChange> changes);

    private protected abstract void Clear();

    private DepthVerdict Judge(bool isSound) => !isSound ? Void(DepthVerdict.Broken) : IsCrossed ? Void(DepthVerdict.Crossed) : DepthVerdict.Applied;

    private DepthVerdict Void(DepthVerdict why)
    {
        Clear();
        State = DepthState.Waiting;
        Gaps++;
        return why;
    }
}
