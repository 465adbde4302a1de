using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;

namespace Noderr.Tests.Unit.Journal;

/// <summary>The slow and obvious way to read a journal: walk its entries, decide each again, and compare.</summary>
internal sealed class Model(Adder adder, IReadOnlyList<MemoryJournal<long>> inputs)
{
    private readonly long[] positions = new long[inputs.Count];
    private readonly LeaseFilter[] filters = new LeaseFilter[inputs.Count];
    private readonly Output<Said> output = new();
    private Timestamp now = Timestamp.Min;

    public string? Check(Entry<Said> entry)
    {
        var said = new List<Said>();
        foreach (var run in entry.Inputs)
        {
            if (run.FirstOffset != positions[run.Partition]) return $"decision {entry.Sequence} takes {run.FirstOffset} of input {run.Partition}, {positions[run.Partition]} is due";
            for (var i = 0; i < run.Count; i++)
            {
                if (said.Count > 0) return $"an input before decision {entry.Sequence} would have said something";
                said.AddRange(Take(run.Partition));
            }
        }
        if (entry.Kind == EntryKind.Lease) return null;
        if (entry.Kind == EntryKind.Input && !said.SequenceEqual(entry.Events)) return $"decision {entry.Sequence} says something else when it is decided again";
        if (entry.Kind != EntryKind.Input && said.Count > 0) return $"an input before decision {entry.Sequence} would have said something";
        if (entry.Time < now) return "time went back";
        now = entry.Time;
        if (entry.Kind != EntryKind.Request) return null;
        foreach (var e in entry.Events) adder.Evolve(e, now);
        return null;
    }

    public UInt128 StateHash()
    {
        var state = new StateWriter();
        adder.Save(state);
        return state.Hash;
    }

    public string? LeftOver()
    {
        for (var i = 0; i < positions.Length; i++)
            if (positions[i] != inputs[i].End) return $"input {i} was read to {positions[i]} of {inputs[i].End}";
        return null;
    }

    private List<Said> Take(int partition)
    {
        var said = new List<Said>();
        inputs[partition].TryRead(positions[partition]++, out var record);
        if (!filters[partition].Counts(record)) return said;
        now = Timestamp.Later(now, record.Time);
        foreach (var tick in record.Events)
        {
            adder.Observe(tick, now);
            output.Clear();
            adder.Decide(tick, now, output);
            foreach (var e in output.Said) adder.Evolve(e, now);
            said.AddRange(output.Said);
        }
        return said;
    }
}
