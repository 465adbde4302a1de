using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Tests.Unit.Journal;

/// <summary>What the simulated service says: to an input, to a request, or when it takes over.</summary>
public readonly record struct Said(char Why, long What, long Total);

public readonly record struct Nudge(long Number);

/// <summary>A decider whose every word depends on all that came before it, in order.</summary>
internal sealed class Adder : Decider<Said>, IReads<long, Said>, IAnswers<Nudge, Said>
{
    private long total, words, due;

    public override Timestamp? Due => words % 5 == 4 ? new Timestamp(due) : null;

    public void Observe(in long input, Timestamp now) => (total, due) = (unchecked(total * 31 + input), now.Nanoseconds + 3);

    public void Decide(in long input, Timestamp now, Output<Said> output)
    {
        if (input % 3 != 0) output.Say(new Said('i', input, total));
        if (input % 7 == 0) output.Say(new Said('j', input, words));
    }

    public void Decide(in Nudge request, Timestamp now, Output<Said> output)
    {
        if (request.Number % 2 == 0) output.Say(new Said('r', request.Number, total));
    }

    public override void Decide(Timestamp now, Output<Said> output) => output.Say(new Said('t', now.Nanoseconds, total));

    public override void TakeOver(Timestamp now, Output<Said> output) => output.Say(new Said('o', words, total));

    public override void Evolve(in Said said, Timestamp now) => (total, words) = (unchecked(total * 17 + said.What), words + 1);

    public override void Save(StateWriter state) => state.Int64(total).Int64(words).Int64(due);

    public override void Load(ref StateReader state) => (total, words, due) = (state.Int64(), state.Int64(), state.Int64());
}
