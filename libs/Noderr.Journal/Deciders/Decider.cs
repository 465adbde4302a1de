using Noderr.Domain.Numbers;

namespace Noderr.Journal.Deciders;

/// <summary>
/// A pure, single-threaded state machine that owns one journal: no clock, no randomness, no I/O. State changes by
/// <see cref="IReads{TInput,TEvent}.Observe"/> and <see cref="Evolve"/> alone; deciding only reads it. The same decider runs live, in a
/// backtest and in a replay.
/// </summary>
public abstract class Decider<TEvent>
{
    /// <summary>What this service itself has said, now or before a restart.</summary>
    public abstract void Evolve(in TEvent said, Timestamp now);

    /// <summary>A new owner speaks first: what the last one left in an unknown state gets its name.</summary>
    public virtual void TakeOver(Timestamp now, Output<TEvent> output) { }

    /// <summary>When <see cref="Decide"/> is to be called although nothing came in.</summary>
    public virtual Timestamp? Due => null;

    /// <summary>The time that was <see cref="Due"/> has come. What it says must move the due time, or it would be called for ever.</summary>
    public virtual void Decide(Timestamp now, Output<TEvent> output) { }

    public abstract void Save(StateWriter state);

    public abstract void Load(ref StateReader state);
}

/// <summary>Another journal that a decider reads.</summary>
public interface IReads<TInput, TEvent>
{
    void Observe(in TInput input, Timestamp now) { }

    /// <summary>What should happen, given all that is known; called right after the input was observed.</summary>
    void Decide(in TInput input, Timestamp now, Output<TEvent> output) { }
}

/// <summary>
/// Something that is in no log: a request, a message of a venue. The entry that it causes is all that remains of it, so what the decider
/// must know of it later has to be said in an event.
/// </summary>
public interface IAnswers<TRequest, TEvent>
{
    void Decide(in TRequest request, Timestamp now, Output<TEvent> output);
}
