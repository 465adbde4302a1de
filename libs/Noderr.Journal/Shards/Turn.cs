using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;

namespace Noderr.Journal.Shards;

/// <summary>One input's turn: what the decider says to it is folded at once and gathered for the entry.</summary>
internal sealed class Turn<TEvent>(Decider<TEvent> decider)
{
    private readonly List<int> causes = [];
    private int evolved;

    public Output<TEvent> Output { get; } = new();
    public Timestamp Time { get; private set; } = Timestamp.Min;
    public string? TraceParent { get; private set; }
    public bool SaysNothing => Output.Count == 0;

    public void Begin(string? traceParent)
    {
        Output.Clear();
        causes.Clear();
        (evolved, TraceParent) = (0, traceParent);
    }

    /// <summary>Time never goes back inside a shard, whatever its inputs say.</summary>
    public void Now(Timestamp time) => Time = Timestamp.Later(Time, time);

    public void Evolve(int cause)
    {
        for (; evolved < Output.Count; evolved++)
        {
            decider.Evolve(Output[evolved], Time);
            causes.Add(cause);
        }
    }

    /// <summary>Folds those events of an entry that this cause brought about; returns how many of the entry's are folded now.</summary>
    public int Repeat(Entry<TEvent> entry, int from, int cause)
    {
        while (from < entry.Events.Count && (entry.Causes.Count == 0 ? 0 : entry.Causes[from]) == cause)
            decider.Evolve(entry.Events[from++], Time);
        return from;
    }

    public TEvent[] Said() => Output.Said.ToArray();

    public int[] Causes() => causes.TrueForAll(c => c == 0) ? [] : [.. causes];
}
