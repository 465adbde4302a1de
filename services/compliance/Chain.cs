using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Compliance;

/// <summary>How far one partition is chained, and how far it is sealed.</summary>
internal sealed class Chain
{
    private readonly string journal;
    private readonly int partition;
    private Digest link;
    private long first, next;

    public Chain(string journal, int partition, long first)
    {
        (this.journal, this.partition, this.first, next) = (journal, partition, first, first);
        link = Links.First(journal, partition);
    }

    /// <summary>Of the newest seal; it is on record, so a replay has the same.</summary>
    public Timestamp SealedAt { get; private set; } = new(0);

    public long Unsealed => next - first;

    public long SealedTo => first - 1;

    public void Add(long offset, Digest record)
    {
        link = Links.Next(link, record);
        next = offset + 1;
    }

    public ComplianceEvent Seal(Timestamp now) => new(journal, partition, first, next - 1, link, now);

    /// <summary>What was said is the link from now on, also where the records have changed since: then the stretch stands out by itself.</summary>
    public void Sealed(in ComplianceEvent seal) => (link, first, next, SealedAt) = (seal.Hash, seal.LastOffset + 1, seal.LastOffset + 1, seal.At);

    public void Save(StateWriter state) =>
        state.Text(journal).Int32(partition).Int64(first).Int64(next).UInt128(link.High).UInt128(link.Low).Int64(SealedAt.Nanoseconds);

    public static (string Journal, int Partition, Chain Chain) Load(ref StateReader state)
    {
        var (journal, partition, first) = (state.Text(), state.Int32(), state.Int64());
        return (journal, partition, new Chain(journal, partition, first)
        {
            next = state.Int64(),
            link = new Digest(state.UInt128(), state.UInt128()),
            SealedAt = new(state.Int64()),
        });
    }
}
