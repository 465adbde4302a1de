using Noderr.Domain.Numbers;

namespace Noderr.Compliance;

public enum Fault
{
    /// <summary>Records are not those that were sealed.</summary>
    Changed,

    /// <summary>Records that were sealed are not there.</summary>
    Missing,

    /// <summary>A seal is not the one that was said; the records fit those around it.</summary>
    SealChanged,

    /// <summary>The seals do not follow one another.</summary>
    SealMissing,
}

/// <summary>The first thing that is wrong: somewhere from one offset to the other.</summary>
public sealed record Finding(Fault Fault, long Offset, long LastOffset, string Text);

/// <summary>What an audit found in one partition.</summary>
public sealed record ChainVerdict(string Journal, int Partition)
{
    public Finding? Finding { get; init; }

    /// <summary>The first offset that could be checked; null where none could.</summary>
    public long? From { get; init; }

    /// <summary>Records that a seal proved.</summary>
    public long Proved { get; init; }

    /// <summary>Records that still lie there, but in a stretch whose beginning was deleted with the journal's oldest records.</summary>
    public long Unprovable { get; init; }

    /// <summary>Records behind the last seal, or before the first: nothing protects them yet.</summary>
    public long Unsealed { get; init; }

    public int Seals { get; init; }

    /// <summary>Of the newest seal; kept elsewhere it proves later that nothing before it was made anew.</summary>
    public Digest? Head { get; init; }

    public bool IsIntact => Finding is null;
}
