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

    /// <summary>What said nothing has not happened, its time included: a replay does not hear of it.</summary>
    public void Forget(Timestamp before) => Time = before;

    public void Evolve(int cause)
    {
        for (; evolved < Output.Count; evolved++)
        {
            decider.Evolve(Output[evolved], Time);
            causes.Add(cause);
        }
    }

    /// <summary>Hears of each decision that comes out differently when it is made again; null where nothing is decided again.</summary>
    public Action<string>? Differs { get; set; }

    /// <summary>Compares what the decider says now with what the entry has it say to this cause, and leaves the state alone.</summary>
    public void Compare(Entry<TEvent>? caused, int from, int cause, string input)
    {
        var recorded = new List<TEvent>();
        while (caused is not null && from + recorded.Count < caused.Events.Count && CauseOf(caused, from + recorded.Count) == cause) recorded.Add(caused.Events[from + recorded.Count]);
        if (!Output.Said.SequenceEqual(recorded.ToArray()))
            Differs!($"{input}, event {cause}: recorded [{string.Join("; ", recorded)}], decided again [{string.Join("; ", Output.Said.ToArray())}]");
        Output.Clear();
    }

    /// <summary>Folds those events of an entry that this cause brought about; returns how many of the entry's are folded now.</summary>
    public int Repeat(Entry<TEvent> entry, int from, int cause)
    {
        while (from < entry.Events.Count && CauseOf(entry, from) == cause)
            decider.Evolve(entry.Events[from++], Time);
        return from;
    }

    private static int CauseOf(Entry<TEvent> entry, int place) => entry.Causes.Count == 0 ? 0 : entry.Causes[place];

    public TEvent[] Said() => Output.Said.ToArray();

    public int[] Causes() => causes.TrueForAll(c => c == 0) ? [] : [.. causes];
}
