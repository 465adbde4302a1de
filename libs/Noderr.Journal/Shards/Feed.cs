using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;

namespace Noderr.Journal.Shards;

/// <summary>A partition of a journal, to be read by offset.</summary>
public interface IJournalReader<TEvent>
{
    /// <summary>False where nothing is yet. Offsets are asked for one after the other.</summary>
    bool TryRead(long offset, out Entry<TEvent> entry);
}

/// <summary>One partition that a shard reads, whatever its events are.</summary>
public abstract class Feed<TEvent>(string topic, int partition)
{
    private LeaseFilter filter;

    public string Topic => topic;
    public int Partition => partition;

    /// <summary>The next offset to be taken.</summary>
    public long Position { get; private protected set; }

    /// <summary>Where nothing was taken yet and the beginning is gone: what is left is read from here on.</summary>
    public void BeginAt(long offset)
    {
        if (Position > 0) throw new InvalidOperationException($"{topic}-{partition} was read already");
        (Position, filter) = (offset, LeaseFilter.InTheMiddle);
    }

    /// <summary>Observes the next record, and lets the decider speak to each of its events. False where there is none.</summary>
    internal abstract bool TryTake(Turn<TEvent> turn);

    /// <summary>Observes the next record as it was observed before; what was said to it is at hand.</summary>
    internal abstract bool TryRetake(Turn<TEvent> turn, Entry<TEvent>? caused);

    internal void Save(StateWriter state) => state.Int64(Position).Int64(filter.Epoch).Int64(filter.Sequence);

    internal void Load(ref StateReader state) =>
        (Position, filter) = (state.Int64(), new LeaseFilter { Epoch = state.Int64(), Sequence = state.Int64() });

    protected bool Counts<TInput>(Entry<TInput> record)
    {
        Position++;
        return filter.Counts(record);
    }
}

/// <summary>A partition of events that the decider reads.</summary>
public sealed class Feed<TInput, TEvent>(string topic, int partition, IJournalReader<TInput> reader, IReads<TInput, TEvent> decider)
    : Feed<TEvent>(topic, partition)
{
    internal override bool TryTake(Turn<TEvent> turn)
    {
        if (!reader.TryRead(Position, out var record)) return false;
        turn.Begin(record.TraceParent);
        if (!Counts(record)) return true;
        turn.Now(record.Time);
        for (var i = 0; i < record.Events.Count; i++)
        {
            var input = record.Events[i];
            decider.Observe(input, turn.Time);
            decider.Decide(input, turn.Time, turn.Output);
            turn.Evolve(cause: i);
        }
        return true;
    }

    internal override bool TryRetake(Turn<TEvent> turn, Entry<TEvent>? caused)
    {
        if (!reader.TryRead(Position, out var record)) return false;
        var said = 0;
        if (!Counts(record)) return true;
        turn.Now(record.Time);
        for (var i = 0; i < record.Events.Count; i++)
        {
            var input = record.Events[i];
            decider.Observe(input, turn.Time);
            if (turn.Differs is not null)
            {
                turn.Begin(null);
                decider.Decide(input, turn.Time, turn.Output);
                turn.Compare(caused, said, i, $"{Topic}-{Partition}:{Position - 1}");
            }
            if (caused is not null) said = turn.Repeat(caused, said, cause: i);
        }
        return true;
    }
}
