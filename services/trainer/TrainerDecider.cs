using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Trainer;

/// <summary>Somebody wants a strategy's parameters searched.</summary>
public readonly record struct TrainingRequest(string Strategy, NamedValues<string> Parameters, long Seed, int MaxTrials, TimeSpan Budget);

/// <summary>What a training found; or, with a reason, that it failed.</summary>
public readonly record struct TrainingOutcome(string Model, NamedValues<double> Best, double Score, int Trials, string Reason)
{
    public static TrainingOutcome Failed(string model, string reason) => new(model, NamedValues.Of<double>(), 0, 0, reason);
}

/// <summary>What one training may cost, and how many may wait.</summary>
public sealed record TrainingRule
{
    public int MostTrials { get; init; } = 500;
    public TimeSpan LongestBudget { get; init; } = TimeSpan.FromMinutes(10);
    public int MostWaiting { get; init; } = 16;
}

/// <summary>Puts trainings and their results on record. One that has no result when a new owner comes is done again; it has the same.</summary>
public sealed class TrainerDecider(Book book, TrainingRule rule) : Decider<ModelEvent>, IAnswers<TrainingRequest, ModelEvent>, IAnswers<TrainingOutcome, ModelEvent>
{
    private readonly OrderedDictionary<string, ModelEvent> waiting = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ModelEvent> newest = new(StringComparer.Ordinal);
    private long count;

    /// <summary>Requests without a result, oldest first.</summary>
    public IReadOnlyList<ModelEvent> Waiting => [.. waiting.Values];

    /// <summary>The newest model of a strategy; null before there is one.</summary>
    public ModelEvent? Newest(string strategy) => newest.TryGetValue(strategy, out var model) ? model : null;

    /// <summary>Empty where the training would be taken, else why not.</summary>
    public string Judge(in TrainingRequest request)
    {
        var name = request.Strategy;
        if (book.Strategies.FirstOrDefault(s => s.Name == name) is not { } strategy)
            return $"there is no strategy '{name}': give one of {string.Join(", ", book.Strategies.Select(s => s.Name))}";
        if (request.MaxTrials < 1 || request.Budget <= TimeSpan.Zero) return "a training needs one trial, and some time, at the least";
        if (SearchSpace.Read(request.Parameters, strategy) is (null, var fault)) return fault;
        return waiting.Count >= rule.MostWaiting ? $"{waiting.Count} trainings are waiting; try again later" : "";
    }

    public void Decide(in TrainingRequest request, Timestamp now, Output<ModelEvent> output)
    {
        if (Judge(request).Length > 0) return;
        output.Say(new ModelEvent(ModelKind.Requested, $"{request.Strategy}-{count + 1}", now)
        {
            Strategy = request.Strategy,
            Parameters = request.Parameters,
            Seed = request.Seed,
            MaxTrials = Math.Min(request.MaxTrials, rule.MostTrials),
            BudgetMs = (long)(request.Budget < rule.LongestBudget ? request.Budget : rule.LongestBudget).TotalMilliseconds,
        });
    }

    public void Decide(in TrainingOutcome request, Timestamp now, Output<ModelEvent> output)
    {
        if (!waiting.ContainsKey(request.Model)) return;
        output.Say(request.Reason.Length > 0
            ? new ModelEvent(ModelKind.Failed, request.Model, now) { Reason = request.Reason }
            : new ModelEvent(ModelKind.Completed, request.Model, now) { Best = request.Best, Score = request.Score, Trials = request.Trials });
    }

    public override void Evolve(in ModelEvent said, Timestamp now)
    {
        if (said.Kind == ModelKind.Requested)
        {
            waiting[said.Model] = said;
            count++;
            return;
        }
        if (waiting.Remove(said.Model, out var request) && said.Kind == ModelKind.Completed) newest[request.Strategy] = said;
    }

    public override void Save(StateWriter state)
    {
        state.Int64(count).Int64(waiting.Count);
        foreach (var r in waiting.Values)
        {
            state.Text(r.Model).Int64(r.At.Nanoseconds).Text(r.Strategy).Int64(r.Seed).Int32(r.MaxTrials).Int64(r.BudgetMs).Int64(r.Parameters.Values.Count);
            foreach (var (name, candidates) in r.Parameters.Values) state.Text(name).Text(candidates);
        }
        state.Int64(newest.Count);
        foreach (var (strategy, m) in newest)
        {
            state.Text(strategy).Text(m.Model).Int64(m.At.Nanoseconds).Double(m.Score).Int32(m.Trials).Int64(m.Best.Values.Count);
            foreach (var (name, value) in m.Best.Values) state.Text(name).Double(value);
        }
    }

    public override void Load(ref StateReader state)
    {
        count = state.Int64();
        for (var left = state.Int64(); left > 0; left--)
        {
            var request = new ModelEvent(ModelKind.Requested, state.Text(), new(state.Int64()))
            {
                Strategy = state.Text(),
                Seed = state.Int64(),
                MaxTrials = state.Int32(),
                BudgetMs = state.Int64(),
            };
            var parameters = new (string, string)[state.Int32()];
            for (var i = 0; i < parameters.Length; i++) parameters[i] = (state.Text(), state.Text());
            waiting[request.Model] = request with { Parameters = NamedValues.Of<string>(parameters) };
        }
        for (var left = state.Int64(); left > 0; left--)
        {
            var strategy = state.Text();
            var model = new ModelEvent(ModelKind.Completed, state.Text(), new(state.Int64())) { Score = state.Double(), Trials = state.Int32() };
            var best = new (string, double)[state.Int32()];
            for (var i = 0; i < best.Length; i++) best[i] = (state.Text(), state.Double());
            newest[strategy] = model with { Best = NamedValues.Of<double>(best) };
        }
    }
}
