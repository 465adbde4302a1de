using Noderr.Domain.Numbers;

namespace Noderr.Journal.Entries;

/// <summary>What brought an entry about.</summary>
public enum EntryKind : byte
{
    /// <summary>The last input of its runs.</summary>
    Input,

    /// <summary>Something that is in no log: a request, a timer, a venue's message, a new owner's first words.</summary>
    Request,

    /// <summary>Nothing was to be said for a while; it keeps the way back to the last entry short.</summary>
    Progress,

    /// <summary>An instance takes the shard over.</summary>
    Lease,
}

/// <summary>Records that were taken from one partition, one after the other.</summary>
public readonly record struct Run(string Topic, int Partition, long FirstOffset, int Count);

/// <summary>
/// One record of a journal: all that one decision said, and which inputs were taken, in which order, since the entry before it. It is
/// written whole or not at all.
/// </summary>
public sealed record Entry<TEvent>(EntryKind Kind, long Epoch, long Sequence, Timestamp Time)
{
    public IReadOnlyList<Run> Inputs { get; init; } = [];

    public IReadOnlyList<TEvent> Events { get; init; } = [];

    /// <summary>
    /// For each event the place, in the record that caused them, of the one that it follows from: a record may hold many ticks, and what was
    /// said after the first was known when the second was looked at. Empty where all follow from the first.
    /// </summary>
    public IReadOnlyList<int> Causes { get; init; } = [];

    /// <summary>Who took the lease. No two instances, and no two lives of one, may have the same name.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Where the owner answers gRPC.</summary>
    public string Address { get; init; } = "";

    /// <summary>W3C trace context of the cause.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>
/// Whether the entries of a partition count, asked in their order. A lease counts if it is the highest so far; any other entry if it bears
/// the epoch of the newest lease and the number after the last that counted: what lies behind an entry that never arrived was decided on
/// top of it. All readers come to the same answer, since the log orders what they see.
/// </summary>
public struct LeaseFilter
{
    private const long Unknown = -1;

    /// <summary>For who starts in the middle, and can't know where the count stands: the first entry is believed.</summary>
    public static readonly LeaseFilter InTheMiddle = new() { Sequence = Unknown };

    public long Epoch { get; set; }

    /// <summary>Of the last entry that counted; leases have none.</summary>
    public long Sequence { get; set; }

    public bool Counts<TEvent>(Entry<TEvent> entry)
    {
        if (entry.Kind == EntryKind.Lease)
        {
            if (entry.Epoch <= Epoch) return false;
            Epoch = entry.Epoch;
            return true;
        }
        if (Sequence == Unknown && entry.Epoch >= Epoch) (Epoch, Sequence) = (entry.Epoch, entry.Sequence - 1);
        if (entry.Epoch != Epoch || entry.Sequence != Sequence + 1) return false;
        Sequence = entry.Sequence;
        return true;
    }
}
