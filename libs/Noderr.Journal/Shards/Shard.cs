using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;

namespace Noderr.Journal.Shards;

public enum ShardPhase
{
    /// <summary>Reads what the journal says, as a stand-by does.</summary>
    Following,

    /// <summary>Has asked for the shard and reads on to see whether it got it.</summary>
    Claiming,

    /// <summary>Decides.</summary>
    Owning,

    /// <summary>Somebody else may have written: nothing more is decided or done. A new shard starts again as a reader.</summary>
    Lost,
}

/// <summary>A partition of the shard's own journal.</summary>
public interface IJournal<TEvent> : IJournalReader<TEvent>
{
    /// <summary>Sends the entry; its outcome comes to <see cref="Shard{TEvent}.Acknowledged"/> or <see cref="Shard{TEvent}.Failed"/>, in order.</summary>
    void Append(Entry<TEvent> entry);
}

/// <summary>
/// One partition of a journal and the decider that owns it, without threads, clocks or Kafka: a driver calls it, one call at a time.
/// Following the journal, claiming it and recovering from it are the same thing: reading it.
/// </summary>
public sealed class Shard<TEvent>
{
    private readonly Decider<TEvent> decider;
    private readonly IReadOnlyList<Feed<TEvent>> feeds;
    private readonly IJournal<TEvent> journal;
    private readonly Action<Entry<TEvent>> release;
    private readonly string owner;
    private readonly Turn<TEvent> turn;
    private readonly RunRecorder runs = new();
    private readonly AppendWindow<TEvent> window = new();
    private LeaseFilter filter;
    private Entry<TEvent>? halfRead;
    private int runsRead, recordsRead;
    private long epoch;

    public Shard(Decider<TEvent> decider, IReadOnlyList<Feed<TEvent>> feeds, IJournal<TEvent> journal, string owner, Action<Entry<TEvent>> release)
    {
        (this.decider, this.feeds, this.journal, this.owner, this.release) = (decider, feeds, journal, owner, release);
        turn = new Turn<TEvent>(decider);
    }

    public ShardPhase Phase { get; private set; }

    /// <summary>Of the lease that this shard asked for last.</summary>
    public long Epoch => epoch;

    /// <summary>An entry has been begun whose inputs are not all there.</summary>
    public bool IsMidEntry => halfRead is not null;

    /// <summary>Makes every decision that an input caused once more while it follows, and says which come out differently.</summary>
    public void DecideAgain(Action<string> differs) => turn.Differs = differs;

    /// <summary>The next offset of the journal to be read; an owner reads no more.</summary>
    public long Position { get; private set; }

    /// <summary>Of the last entry that counts, or that this owner wrote.</summary>
    public long Sequence { get; private set; }

    /// <summary>Entries on their way into the log.</summary>
    public int Unacknowledged => window.Count;

    public Timestamp Now => turn.Time;

    public Timestamp? Due => Phase == ShardPhase.Owning ? decider.Due : null;

    /// <summary>Reads on by one record, the shard's own or one that it names. False when the journal is read, or when a named record is not there yet.</summary>
    public bool Follow()
    {
        if (Phase is ShardPhase.Owning or ShardPhase.Lost) return false;
        if (halfRead is { } entry) return Retake(entry);
        if (!journal.TryRead(Position, out var next)) return false;
        Position++;
        if (!filter.Counts(next))
        {
            // Who claimed at the same time came first.
            if (next.Kind == EntryKind.Lease && Phase == ShardPhase.Claiming && next.Epoch == epoch && next.Owner == owner) Phase = ShardPhase.Following;
            return true;
        }
        if (next.Kind == EntryKind.Lease)
        {
            turn.Now(next.Time);
            if (Phase == ShardPhase.Claiming && next.Epoch == epoch && next.Owner == owner) Own();
            else if (Phase == ShardPhase.Claiming && next.Epoch >= epoch) Phase = ShardPhase.Following;
            return true;
        }
        (halfRead, runsRead, recordsRead) = (next, 0, 0);
        Sequence = next.Sequence;
        Retake(next);
        return true;
    }

    /// <summary>Asks for the shard, once all that is there has been read.</summary>
    public void Claim(Timestamp clock)
    {
        if (Phase != ShardPhase.Following || halfRead is not null) return;
        epoch = filter.Epoch + 1;
        Phase = ShardPhase.Claiming;
        journal.Append(new Entry<TEvent>(EntryKind.Lease, epoch, 0, Timestamp.Later(turn.Time, clock)) { Owner = owner });
    }

    /// <summary>The next record of a feed. False when there is none.</summary>
    public bool Take(Feed<TEvent> feed)
    {
        if (Phase != ShardPhase.Owning) return false;
        var offset = feed.Position;
        if (!feed.TryTake(turn)) return false;
        runs.Took(feed.Topic, feed.Partition, offset);
        if (!turn.SaysNothing) Append(EntryKind.Input);
        return true;
    }

    /// <summary>What is in no log. The entry is null when the decider had nothing to say; then nothing has happened.</summary>
    public Entry<TEvent>? Ask<TRequest>(IAnswers<TRequest, TEvent> answers, in TRequest request, Timestamp clock, string? traceParent = null)
    {
        if (Phase != ShardPhase.Owning) return null;
        var before = turn.Time;
        turn.Begin(traceParent);
        turn.Now(clock);
        answers.Decide(request, turn.Time, turn.Output);
        return EndRequest(before);
    }

    /// <summary>Lets the decider act on time that has passed.</summary>
    public Entry<TEvent>? Tick(Timestamp clock)
    {
        if (Phase != ShardPhase.Owning || decider.Due is not { } due || Timestamp.Later(clock, turn.Time) < due) return null;
        var before = turn.Time;
        turn.Begin(null);
        turn.Now(clock);
        decider.Decide(turn.Time, turn.Output);
        return EndRequest(before);
    }

    /// <summary>Leaves a mark that says how far the inputs have been taken, where that is not on record.</summary>
    public void Progress()
    {
        if (Phase == ShardPhase.Owning && runs.Records > 0) Mark();
    }

    /// <summary>
    /// The state as it is, and the entry that it follows: once that one is in the log, what was captured may be kept in place of all that the
    /// journal says up to it.
    /// </summary>
    public (Entry<TEvent> Upto, byte[] State)? Capture()
    {
        if (Phase != ShardPhase.Owning) return null;
        var upto = Mark();
        var state = new StateWriter();
        state.Int64(epoch).Int64(Sequence).Int64(turn.Time.Nanoseconds).Int64(feeds.Count);
        foreach (var feed in feeds)
        {
            state.Text(feed.Topic).Int32(feed.Partition);
            feed.Save(state);
        }
        decider.Save(state);
        return (upto, state.Written.ToArray());
    }

    /// <summary>Starts from a captured state instead of the journal's beginning; the position is that behind the entry it followed.</summary>
    public void Restore(long position, ReadOnlySpan<byte> captured)
    {
        if (Position > 0) throw new InvalidOperationException("the shard has read already");
        var state = new StateReader(captured);
        filter = new LeaseFilter { Epoch = state.Int64(), Sequence = Sequence = state.Int64() };
        turn.Now(new Timestamp(state.Int64()));
        for (var left = state.Int64(); left > 0; left--) Find(new Run(state.Text(), state.Int32(), 0, 0)).Load(ref state);
        decider.Load(ref state);
        if (!state.IsAtEnd) throw new JournalException("the snapshot holds more than this program reads");
        Position = position;
    }

    public int RecordsSinceEntry => runs.Records;

    /// <summary>The entry is in the log, at that offset. Its effects are let go if nobody else can have written before it.</summary>
    public void Acknowledged(Entry<TEvent> entry, long offset)
    {
        if (Phase != ShardPhase.Owning || entry.Kind == EntryKind.Lease) return;
        if (window.Acknowledge(entry, offset)) release(entry);
        else Phase = ShardPhase.Lost;
    }

    /// <summary>The entry is not in the log, or nobody knows.</summary>
    public void Failed(Entry<TEvent> entry)
    {
        if (entry.Kind != EntryKind.Lease) Phase = ShardPhase.Lost;
        else if (Phase == ShardPhase.Claiming && entry.Epoch == epoch) Phase = ShardPhase.Following;
    }

    public UInt128 StateHash()
    {
        var state = new StateWriter();
        decider.Save(state);
        return state.Hash;
    }

    private void Own()
    {
        Phase = ShardPhase.Owning;
        window.Begin(Position);
        turn.Begin(null);
        decider.TakeOver(turn.Time, turn.Output);
        EndRequest(turn.Time);
    }

    private Entry<TEvent> Mark()
    {
        turn.Begin(null);
        return Append(EntryKind.Progress);
    }

    private Entry<TEvent>? EndRequest(Timestamp before)
    {
        turn.Evolve(cause: 0);
        if (!turn.SaysNothing) return Append(EntryKind.Request);
        turn.Forget(before);
        return null;
    }

    private Entry<TEvent> Append(EntryKind kind)
    {
        var entry = new Entry<TEvent>(kind, epoch, ++Sequence, turn.Time)
        {
            Inputs = runs.Flush(),
            Events = turn.Said(),
            Causes = kind == EntryKind.Input ? turn.Causes() : [],
            TraceParent = turn.TraceParent,
        };
        window.Add(entry);
        journal.Append(entry);
        return entry;
    }

    // One input of an entry that is being read, or, when all are there, what it said besides.
    private bool Retake(Entry<TEvent> entry)
    {
        if (runsRead < entry.Inputs.Count)
        {
            var run = entry.Inputs[runsRead];
            var feed = Find(run);
            var isLast = runsRead == entry.Inputs.Count - 1 && recordsRead == run.Count - 1;
            if (feed.Position == 0 && run.FirstOffset > 0) feed.BeginAt(run.FirstOffset);
            if (feed.Position != run.FirstOffset + recordsRead)
                throw new JournalException($"entry {entry.Sequence} took {run.Topic}-{run.Partition} from {run.FirstOffset + recordsRead}, but {feed.Position} is due");
            if (!feed.TryRetake(turn, isLast && entry.Kind == EntryKind.Input ? entry : null)) return false;
            if (++recordsRead == run.Count) (runsRead, recordsRead) = (runsRead + 1, 0);
            if (runsRead < entry.Inputs.Count) return true;
        }
        turn.Now(entry.Time);
        if (entry.Kind == EntryKind.Request) turn.Repeat(entry, 0, cause: 0);
        halfRead = null;
        return true;
    }

    private Feed<TEvent> Find(Run run)
    {
        foreach (var feed in feeds)
            if (feed.Partition == run.Partition && feed.Topic == run.Topic) return feed;
        throw new JournalException($"the journal names an input that this service does not read: {run.Topic}-{run.Partition}");
    }
}

/// <summary>A journal that can't be what this program wrote: it goes no further.</summary>
public sealed class JournalException(string message) : Exception(message);
