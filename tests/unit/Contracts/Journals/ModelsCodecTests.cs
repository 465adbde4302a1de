using CsCheck;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Models.V1;
using Noderr.Domain.Events;
using static Noderr.Tests.Unit.Contracts.Samples;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class ModelsCodecTests() : CodecTests<ModelEvent, ModelsEntry>(new ModelsCodec(), Gen.OneOf(Requests, Results, Failures))
{
    private static readonly Gen<ModelEvent> Requests = Gen.Select(
        Text, Text, Gen.Select(Text, Text).Array[0, 4], Number, Gen.Int, Number, Time, (model, strategy, parameters, seed, trials, budget, at) =>
            new ModelEvent(ModelKind.Requested, model, at)
            {
                Strategy = strategy,
                Parameters = NamedValues.Of<string>(parameters),
                Seed = seed,
                MaxTrials = trials,
                BudgetMs = budget,
            });

    private static readonly Gen<ModelEvent> Results = Gen.Select(Text, Gen.Select(Text, Real).Array[0, 4], Real, Gen.Int, Time, (model, best, score, trials, at) =>
        new ModelEvent(ModelKind.Completed, model, at) { Best = NamedValues.Of<double>(best), Score = score, Trials = trials });

    private static readonly Gen<ModelEvent> Failures = Gen.Select(Text, Text, Time, (model, reason, at) => new ModelEvent(ModelKind.Failed, model, at) { Reason = reason });

    protected override ModelsEntry Generated(IReadOnlyList<ModelEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    private static ModelsEvent One(ModelEvent e)
    {
        var one = new ModelsEvent { Model = e.Model, TsEvent = e.At.Nanoseconds };
        switch (e.Kind)
        {
            case ModelKind.Requested:
                one.Requested = new TrainingRequested { Strategy = e.Strategy, Parameters = { e.Parameters.Values }, Seed = e.Seed, MaxTrials = e.MaxTrials, BudgetMs = e.BudgetMs };
                break;
            case ModelKind.Completed:
                // A negative zero outside of a map is not written, by the generated class either.
                one.Completed = new TrainingCompleted { Best = { e.Best.Values }, Score = e.Score == 0 ? 0 : e.Score, Trials = e.Trials };
                break;
            case ModelKind.Failed: one.Failed = new TrainingFailed { Reason = e.Reason }; break;
        }
        return one;
    }
}
