using System.Collections.Immutable;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Models.V1;

namespace Noderr.Contracts.Journals;

public sealed class ModelsCodec() : EntryCodec<ModelEvent>(Wired.ModelsEntry.Descriptor, fewest: Room.Least)
{
    private protected override int RoomFor(in ModelEvent e)
    {
        var room = Room.Text(e.Model) + 4 * Room.Number + Room.Message + Room.Text(e.Strategy) + Room.Text(e.Reason);
        foreach (var (name, candidates) in e.Parameters.Values) room += Room.Message + Room.Text(name) + Room.Text(candidates);
        foreach (var (name, _) in e.Best.Values) room += Room.Message + Room.Text(name) + Room.Number;
        return room;
    }

    private protected override void Write(ref ProtoWriter writer, in ModelEvent e)
    {
        writer.Text(Wired.ModelsEvent.ModelFieldNumber, e.Model);
        writer.Int64(Wired.ModelsEvent.TsEventFieldNumber, e.At.Nanoseconds);
        var start = writer.Begin(Wired.ModelsEvent.RequestedFieldNumber + (int)e.Kind);
        switch (e.Kind)
        {
            case ModelKind.Requested: WriteRequest(ref writer, e); break;
            case ModelKind.Completed: WriteResult(ref writer, e); break;
            case ModelKind.Failed: writer.Text(Wired.TrainingFailed.ReasonFieldNumber, e.Reason); break;
        }
        writer.End(start);
    }

    private static void WriteRequest(ref ProtoWriter writer, in ModelEvent e)
    {
        writer.Text(Wired.TrainingRequested.StrategyFieldNumber, e.Strategy);
        foreach (var (name, candidates) in e.Parameters.Values)
        {
            var start = writer.Begin(Wired.TrainingRequested.ParametersFieldNumber);
            writer.Text(MapField.Key, name);
            writer.Text(MapField.Value, candidates);
            writer.End(start);
        }
        writer.Int64(Wired.TrainingRequested.SeedFieldNumber, e.Seed);
        writer.Int64(Wired.TrainingRequested.MaxTrialsFieldNumber, e.MaxTrials);
        writer.Int64(Wired.TrainingRequested.BudgetMsFieldNumber, e.BudgetMs);
    }

    private static void WriteResult(ref ProtoWriter writer, in ModelEvent e)
    {
        foreach (var (name, value) in e.Best.Values)
        {
            var start = writer.Begin(Wired.TrainingCompleted.BestFieldNumber);
            writer.Text(MapField.Key, name);
            writer.DoubleOfMap(MapField.Value, value);
            writer.End(start);
        }
        writer.Double(Wired.TrainingCompleted.ScoreFieldNumber, e.Score);
        writer.Int64(Wired.TrainingCompleted.TrialsFieldNumber, e.Trials);
    }

    private protected override ModelEvent Read(ref ProtoReader reader)
    {
        var model = "";
        long at = 0;
        var said = 0;
        var what = new ModelEvent(default, "", default);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.ModelsEvent.ModelFieldNumber: model = reader.Text(); break;
                case Wired.ModelsEvent.TsEventFieldNumber: at = reader.Int64(); break;
                case >= Wired.ModelsEvent.RequestedFieldNumber and <= Wired.ModelsEvent.FailedFieldNumber:
                    if (said != reader.Field) what = new ModelEvent((ModelKind)(reader.Field - Wired.ModelsEvent.RequestedFieldNumber), "", default);
                    said = reader.Field;
                    what = what.Kind switch
                    {
                        ModelKind.Requested => ReadRequest(reader.Message(), what),
                        ModelKind.Completed => ReadResult(reader.Message(), what),
                        _ => ReadFailure(reader.Message(), what),
                    };
                    break;
                default: reader.Skip(); break;
            }
        }
        if (said == 0) throw new EntryFormatException("a model's event is none that this version knows");
        return what with { Model = model, At = new(at) };
    }

    private static ModelEvent ReadRequest(ProtoReader reader, ModelEvent what)
    {
        var parameters = what.Parameters.Values.ToBuilder();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.TrainingRequested.StrategyFieldNumber: what = what with { Strategy = reader.Text() }; break;
                case Wired.TrainingRequested.ParametersFieldNumber: ReadCandidates(reader.Message(), parameters); break;
                case Wired.TrainingRequested.SeedFieldNumber: what = what with { Seed = reader.Int64() }; break;
                case Wired.TrainingRequested.MaxTrialsFieldNumber: what = what with { MaxTrials = reader.Int32() }; break;
                case Wired.TrainingRequested.BudgetMsFieldNumber: what = what with { BudgetMs = reader.Int64() }; break;
                default: reader.Skip(); break;
            }
        }
        return what with { Parameters = new(parameters.ToImmutable()) };
    }

    private static ModelEvent ReadResult(ProtoReader reader, ModelEvent what)
    {
        var best = what.Best.Values.ToBuilder();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.TrainingCompleted.BestFieldNumber: ReadValue(reader.Message(), best); break;
                case Wired.TrainingCompleted.ScoreFieldNumber: what = what with { Score = reader.Double() }; break;
                case Wired.TrainingCompleted.TrialsFieldNumber: what = what with { Trials = reader.Int32() }; break;
                default: reader.Skip(); break;
            }
        }
        return what with { Best = new(best.ToImmutable()) };
    }

    private static ModelEvent ReadFailure(ProtoReader reader, ModelEvent what)
    {
        while (reader.Next())
        {
            if (reader.Field == Wired.TrainingFailed.ReasonFieldNumber) what = what with { Reason = reader.Text() };
            else reader.Skip();
        }
        return what;
    }

    private static void ReadCandidates(ProtoReader reader, ImmutableSortedDictionary<string, string>.Builder into)
    {
        var (name, candidates) = ("", "");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case MapField.Key: name = reader.Text(); break;
                case MapField.Value: candidates = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }
        into[name] = candidates;
    }

    private static void ReadValue(ProtoReader reader, ImmutableSortedDictionary<string, double>.Builder into)
    {
        var (name, value) = ("", 0.0);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case MapField.Key: name = reader.Text(); break;
                case MapField.Value: value = reader.Double(); break;
                default: reader.Skip(); break;
            }
        }
        // Over a negative zero a zero would not be set: to the dictionary they are the same.
        into.Remove(name);
        into[name] = value;
    }
}
