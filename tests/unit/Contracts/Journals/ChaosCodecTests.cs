using CsCheck;
using Noderr.Contracts.Chaos.V1;
using Noderr.Contracts.Journals;
using Noderr.Domain.Events;
using static Noderr.Tests.Unit.Contracts.Samples;
using ChaosEvent = Noderr.Domain.Events.ChaosEvent;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;
using Wired = Noderr.Contracts.Chaos.V1;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class ChaosCodecTests() : CodecTests<ChaosEvent, ChaosEntry>(new ChaosCodec(), Gen.OneOf(Starts, Ends))
{
    private static readonly Gen<ChaosEvent> Starts = Gen.Select(Text, Text, Text, Text, Number, Time, (experiment, target, fault, actor, patience, at) =>
        new ChaosEvent(ChaosKind.Started, experiment, at) { Target = target, Fault = fault, Actor = actor, PatienceMs = patience });

    private static readonly Gen<ChaosEvent> Ends = Gen.Select(Text, Gen.Bool, Number, Text, Time, (experiment, recovered, recovery, detail, at) =>
        new ChaosEvent(ChaosKind.Ended, experiment, at) { Recovered = recovered, RecoveryMs = recovery, Detail = detail });

    protected override ChaosEntry Generated(IReadOnlyList<ChaosEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    private static Wired.ChaosEvent One(ChaosEvent e)
    {
        var one = new Wired.ChaosEvent { Experiment = e.Experiment, TsEvent = e.At.Nanoseconds };
        if (e.Kind == ChaosKind.Started) one.Started = new ExperimentStarted { Target = e.Target, Fault = e.Fault, Actor = e.Actor, PatienceMs = e.PatienceMs };
        else one.Ended = new ExperimentEnded { Recovered = e.Recovered, RecoveryMs = e.RecoveryMs, Detail = e.Detail };
        return one;
    }
}
