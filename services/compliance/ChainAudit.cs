using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Entries;

namespace Noderr.Compliance;

/// <summary>
/// Computes one partition's chain again, from its records and what was said of them. Each stretch starts from the seal before it, so a fault is
/// found in the stretch where it is, and retention may take any number of whole stretches from the beginning.
/// </summary>
public sealed class ChainAudit
{
    private readonly string journal;
    private readonly int partition;
    private readonly IReadOnlyList<ComplianceEvent> seals;
    private Finding? finding;
    private Digest fromSeal, fromRecords;
    private long? next, from;
    private long proved, unprovable, unsealed;
    private int current;

    /// <param name="journal">The journal's name, without a prefix.</param>
    /// <param name="partition">The partition whose records are added.</param>
    /// <param name="seals">Of this partition, in the order in which they were said.</param>
    public ChainAudit(string journal, int partition, IReadOnlyList<ComplianceEvent> seals)
    {
        (this.journal, this.partition, this.seals) = (journal, partition, seals);
        fromSeal = fromRecords = Links.First(journal, partition);
        for (var i = 0; i < seals.Count; i++)
        {
            var due = i == 0 ? seals[0].FirstOffset : seals[i - 1].LastOffset + 1;
            if (seals[i].FirstOffset == due && seals[i].LastOffset >= due) continue;
            Found(Fault.SealMissing, due, Math.Max(due, seals[i].FirstOffset - 1), $"a seal begins at {seals[i].FirstOffset}, where one from {due} on should follow");
        }
    }

    /// <summary>The next record that lies there.</summary>
    public void Add(in RawRecord record)
    {
        if (next is null) Begin(record.Offset);
        if (record.Offset > next) Found(Fault.Missing, next.Value, record.Offset - 1, $"the records {next} to {record.Offset - 1} are not there");
        else if (record.Offset < next) Found(Fault.Changed, record.Offset, record.Offset, $"{record.Offset} comes after {next - 1}");
        next = record.Offset + 1;
        // A hole may have swallowed the end of a stretch.
        while (current < seals.Count && seals[current].LastOffset < record.Offset) fromSeal = fromRecords = seals[current++].Hash;
        if (current == seals.Count || record.Offset < seals[current].FirstOffset)
        {
            // Before the first seal, behind the last, or the rest of a stretch whose beginning is gone.
            if (current > 0 && record.Offset <= seals[current - 1].LastOffset) unprovable++;
            else unsealed++;
            return;
        }
        var seal = seals[current];
        from ??= seal.FirstOffset;
        (fromSeal, fromRecords) = (Links.Next(fromSeal, record.Digest), Links.Next(fromRecords, record.Digest));
        if (record.Offset == seal.LastOffset) Close(seal);
    }

    public ChainVerdict End()
    {
        var end = next ?? 0;
        if (seals.Count > 0 && seals[^1].LastOffset >= end)
        {
            var extent = end == 0 ? "the journal is empty" : $"the journal ends with {end - 1}";
            Found(Fault.Missing, end, seals[^1].LastOffset, $"{extent}, and is sealed to {seals[^1].LastOffset}");
        }
        return new ChainVerdict(journal, partition)
        {
            Finding = finding,
            From = from,
            Proved = proved,
            Unprovable = unprovable,
            Unsealed = unsealed,
            Seals = seals.Count,
            Head = seals.Count > 0 ? seals[^1].Hash : null,
        };
    }

    /// <summary>No record lies before this offset; to be called before the first is added.</summary>
    public void Begin(long start)
    {
        next = start;
        while (current < seals.Count && seals[current].FirstOffset < start) current++;
        if (current > 0) fromSeal = fromRecords = seals[current - 1].Hash;
        if (current < seals.Count || current == 0 || seals[^1].LastOffset + 1 >= start) return;
        var bare = seals[^1].LastOffset + 1;
        Found(Fault.Missing, bare, start - 1, $"the records {bare} to {start - 1} are gone, and were never sealed");
    }

    private void Close(in ComplianceEvent seal)
    {
        var (bySeal, byRecords) = (fromSeal == seal.Hash, fromRecords == seal.Hash);
        var (first, last) = (seal.FirstOffset, seal.LastOffset);
        if (bySeal || byRecords) proved += last - first + 1;
        else Found(Fault.Changed, first, last, $"the records {first} to {last} are not those that were sealed at {seal.At}");
        // The next stretch fits the records but not the seal before it: so it is the seal that was changed.
        if (byRecords && !bySeal && finding is { Fault: Fault.Changed } before && before.LastOffset == first - 1)
        {
            var text = $"the seal of the records {before.Offset} to {before.LastOffset} is not the one that was said";
            finding = before with { Fault = Fault.SealChanged, Text = text };
        }
        if (bySeal) fromRecords = seal.Hash;
        fromSeal = seal.Hash;
        current++;
    }

    private void Found(Fault fault, long first, long last, string text) => finding ??= new Finding(fault, first, last, text);
}
