using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Control;

/// <summary>What an operator wants. <see cref="Book"/> is -1 for all books.</summary>
public readonly record struct ControlCommand(ControlKind Kind, int Book, string Actor, string Reason);

/// <summary>Puts on record what operators decide. What is so already is not said again.</summary>
public sealed class ControlDecider : Decider<ControlEvent>, IAnswers<ControlCommand, ControlEvent>
{
    private readonly SortedSet<int> halted = [];

    public bool IsHalted(int book) => halted.Contains(-1) || halted.Contains(book);

    public void Decide(in ControlCommand request, Timestamp now, Output<ControlEvent> output)
    {
        if (request.Kind == ControlKind.KillSwitchOn == halted.Contains(request.Book)) return;
        output.Say(new ControlEvent(request.Kind, request.Book, request.Actor, request.Reason, now));
    }

    public override void Evolve(in ControlEvent said, Timestamp now)
    {
        if (said.Kind == ControlKind.KillSwitchOn) halted.Add(said.Book);
        else if (said.Kind == ControlKind.KillSwitchOff) halted.Remove(said.Book);
    }

    public override void Save(StateWriter state)
    {
        state.Int64(halted.Count);
        foreach (var book in halted) state.Int32(book);
    }

    public override void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--) halted.Add(state.Int32());
    }
}
