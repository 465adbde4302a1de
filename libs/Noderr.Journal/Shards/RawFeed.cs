using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;

namespace Noderr.Journal.Shards;

/// <summary>A partition of which every record is read, whatever it is.</summary>
public interface IRawReader
{
    /// <summary>False where nothing is yet. Offsets are asked for one after the other.</summary>
    bool TryRead(long offset, out RawRecord record);
}

/// <summary>
/// Every record of a partition, also the entries that no reader counts. Its records don't move the shard's time: one that anybody has
/// written, with a time far ahead, would stop all clocks behind it.
/// </summary>
public sealed class RawFeed<TEvent>(string topic, int partition, IRawReader reader, IReads<RawRecord, TEvent> decider) : Feed<TEvent>(topic, partition)
{
    internal override bool TryTake(Turn<TEvent> turn)
    {
        if (!reader.TryRead(Position, out var record)) return false;
        Position++;
        turn.Begin(null);
        decider.Observe(record, turn.Time);
        decider.Decide(record, turn.Time, turn.Output);
        turn.Evolve(cause: 0);
        return true;
    }

    internal override bool TryRetake(Turn<TEvent> turn, Entry<TEvent>? caused)
    {
        if (!reader.TryRead(Position, out var record)) return false;
        Position++;
        decider.Observe(record, turn.Time);
        if (turn.Differs is not null)
        {
            turn.Begin(null);
            decider.Decide(record, turn.Time, turn.Output);
            turn.Compare(caused, 0, 0, $"{Topic}-{Partition}:{Position - 1}");
        }
        if (caused is not null) turn.Repeat(caused, 0, cause: 0);
        return true;
    }
}
