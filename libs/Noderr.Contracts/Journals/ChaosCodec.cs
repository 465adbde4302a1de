using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Chaos.V1;

namespace Noderr.Contracts.Journals;

public sealed class ChaosCodec() : EntryCodec<ChaosEvent>(Wired.ChaosEntry.Descriptor, fewest: Room.Least)
{
    private protected override int RoomFor(in ChaosEvent e) => Room.Text(e.Experiment) + 2 * Room.Number + Room.Message
        + (e.Kind == ChaosKind.Started ? Room.Text(e.Target) + Room.Text(e.Fault) + Room.Text(e.Actor) : Room.Number + Room.Text(e.Detail));

    private protected override void Write(ref ProtoWriter writer, in ChaosEvent e)
    {
        writer.Text(Wired.ChaosEvent.ExperimentFieldNumber, e.Experiment);
        writer.Int64(Wired.ChaosEvent.TsEventFieldNumber, e.At.Nanoseconds);
        var start = writer.Begin(Wired.ChaosEvent.StartedFieldNumber + (int)e.Kind);
        if (e.Kind == ChaosKind.Started)
        {
            writer.Text(Wired.ExperimentStarted.TargetFieldNumber, e.Target);
            writer.Text(Wired.ExperimentStarted.FaultFieldNumber, e.Fault);
            writer.Text(Wired.ExperimentStarted.ActorFieldNumber, e.Actor);
            writer.Int64(Wired.ExperimentStarted.PatienceMsFieldNumber, e.PatienceMs);
        }
        else
        {
            writer.Bool(Wired.ExperimentEnded.RecoveredFieldNumber, e.Recovered);
            writer.Int64(Wired.ExperimentEnded.RecoveryMsFieldNumber, e.RecoveryMs);
            writer.Text(Wired.ExperimentEnded.DetailFieldNumber, e.Detail);
        }
        writer.End(start);
    }

    private protected override ChaosEvent Read(ref ProtoReader reader)
    {
        var experiment = "";
        long at = 0;
        var said = 0;
        var what = new ChaosEvent(default, "", default);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.ChaosEvent.ExperimentFieldNumber: experiment = reader.Text(); break;
                case Wired.ChaosEvent.TsEventFieldNumber: at = reader.Int64(); break;
                case Wired.ChaosEvent.StartedFieldNumber or Wired.ChaosEvent.EndedFieldNumber:
                    if (said != reader.Field) what = new ChaosEvent((ChaosKind)(reader.Field - Wired.ChaosEvent.StartedFieldNumber), "", default);
                    said = reader.Field;
                    what = what.Kind == ChaosKind.Started ? ReadStarted(reader.Message(), what) : ReadEnded(reader.Message(), what);
                    break;
                default: reader.Skip(); break;
            }
        }
        if (said == 0) throw new EntryFormatException("a chaos event is neither a start nor an end");
        return what with { Experiment = experiment, At = new(at) };
    }

    private static ChaosEvent ReadStarted(ProtoReader reader, ChaosEvent what)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.ExperimentStarted.TargetFieldNumber: what = what with { Target = reader.Text() }; break;
                case Wired.ExperimentStarted.FaultFieldNumber: what = what with { Fault = reader.Text() }; break;
                case Wired.ExperimentStarted.ActorFieldNumber: what = what with { Actor = reader.Text() }; break;
                case Wired.ExperimentStarted.PatienceMsFieldNumber: what = what with { PatienceMs = reader.Int64() }; break;
                default: reader.Skip(); break;
            }
        }
        return what;
    }

    private static ChaosEvent ReadEnded(ProtoReader reader, ChaosEvent what)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.ExperimentEnded.RecoveredFieldNumber: what = what with { Recovered = reader.Bool() }; break;
                case Wired.ExperimentEnded.RecoveryMsFieldNumber: what = what with { RecoveryMs = reader.Int64() }; break;
                case Wired.ExperimentEnded.DetailFieldNumber: what = what with { Detail = reader.Text() }; break;
                default: reader.Skip(); break;
            }
        }
        return what;
    }
}
