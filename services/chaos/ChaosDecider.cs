using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Chaos;

/// <summary>Somebody wants to see a service killed; without a target one is chosen.</summary>
public readonly record struct ExperimentRequest(string Target, string Actor);

/// <summary>What was measured.</summary>
public readonly record struct ExperimentOutcome(string Experiment, bool Recovered, TimeSpan Recovery, string Detail);

/// <summary>
/// Puts experiments on record, one at a time. The start is on record before anything is hit, so an experiment that nobody tells the end of,
/// because the teller itself fell, is ended by the next owner or by its time.
/// </summary>
public sealed class ChaosDecider(ChaosRule rule) : Decider<ChaosEvent>, IAnswers<ExperimentRequest, ChaosEvent>, IAnswers<ExperimentOutcome, ChaosEvent>
{
    public const string Kill = "kill";

    // Between the target's time and ours: who measures has something to say until then.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    private readonly Queue<Timestamp> starts = new();
    private ChaosEvent? running;
    private Timestamp lastEnd = new(0);
    private long count;

    /// <summary>The experiment that has begun and not ended.</summary>
    public ChaosEvent? Running => running;

    public override Timestamp? Due => running is { } r ? r.At + TimeSpan.FromMilliseconds(r.PatienceMs) + Slack : null;

    /// <summary>Whether the experiment would be started now, or why not.</summary>
    public Refusal Judge(in ExperimentRequest request, Timestamp now) => ChaosPlan.Judge(rule, request.Target, running is not null, lastEnd, starts, now);

    public void Decide(in ExperimentRequest request, Timestamp now, Output<ChaosEvent> output)
    {
        if (Judge(request, now) != Refusal.None) return;
        var target = request.Target.Length > 0 ? request.Target : ChaosPlan.Choose(rule, count + 1);
        output.Say(new ChaosEvent(ChaosKind.Started, $"{Kill}-{target}-{count + 1}", now)
        {
            Target = target,
            Fault = Kill,
            Actor = request.Actor,
            PatienceMs = (long)rule.Patience.TotalMilliseconds,
        });
    }

    public void Decide(in ExperimentOutcome request, Timestamp now, Output<ChaosEvent> output)
    {
        if (running?.Experiment != request.Experiment) return;
        var recovery = request.Recovered ? (long)request.Recovery.TotalMilliseconds : 0;
        output.Say(Ended(now, request.Detail) with { Recovered = request.Recovered, RecoveryMs = recovery });
    }

    public override void Decide(Timestamp now, Output<ChaosEvent> output)
    {
        if (running is not null && Due <= now) output.Say(Ended(now, "nobody told in time what became of it"));
    }

    public override void TakeOver(Timestamp now, Output<ChaosEvent> output)
    {
        if (running is not null) output.Say(Ended(now, "who measured it is gone"));
    }

    public override void Evolve(in ChaosEvent said, Timestamp now)
    {
        if (said.Kind == ChaosKind.Started)
        {
            (running, count) = (said, count + 1);
            starts.Enqueue(said.At);
            while (starts.Count > rule.Most) starts.Dequeue();
        }
        else
        {
            (running, lastEnd) = (null, said.At);
        }
    }

    public override void Save(StateWriter state)
    {
        state.Int64(count).Int64(lastEnd.Nanoseconds).Int64(starts.Count);
        foreach (var start in starts) state.Int64(start.Nanoseconds);
        state.Bool(running is not null);
        if (running is { } r) state.Text(r.Experiment).Int64(r.At.Nanoseconds).Text(r.Target).Text(r.Fault).Text(r.Actor).Int64(r.PatienceMs);
    }

    public override void Load(ref StateReader state)
    {
        (count, lastEnd) = (state.Int64(), new(state.Int64()));
        for (var left = state.Int64(); left > 0; left--) starts.Enqueue(new(state.Int64()));
        if (!state.Bool()) return;
        running = new ChaosEvent(ChaosKind.Started, state.Text(), new(state.Int64()))
        {
            Target = state.Text(),
            Fault = state.Text(),
            Actor = state.Text(),
            PatienceMs = state.Int64(),
        };
    }

    private ChaosEvent Ended(Timestamp now, string detail) => new(ChaosKind.Ended, running!.Value.Experiment, now) { Detail = detail };
}
