using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;

namespace Noderr.Trainer;

/// <summary>
/// Tries what was asked for on the same ticks, one candidate after the other, and keeps the one that made most. The same request on the same
/// ticks has the same result, unless its time ran out: then fewer were tried, and the result says how many.
/// </summary>
public sealed class TrainingJob(Book book, InstrumentCatalog instruments, TimeProvider clock)
{
    // So that a budget, or a stop, is noticed within milliseconds.
    private const int TicksBetweenLooks = 1024;

    public TrainingOutcome Run(in ModelEvent request, IReadOnlyList<MarketEvent> ticks, CancellationToken cancel)
    {
        var (name, model) = (request.Strategy, request.Model);
        if (book.Strategies.FirstOrDefault(s => s.Name == name) is not { } strategy)
            return TrainingOutcome.Failed(model, $"there is no strategy '{name}' in the book '{book.Name}'");
        var (space, fault) = SearchSpace.Read(request.Parameters, strategy);
        if (space is null) return TrainingOutcome.Failed(model, fault);
        var until = new Deadline(clock, TimeSpan.FromMilliseconds(request.BudgetMs));
        (Candidate Candidate, Money Profit)? best = null;
        var trials = 0;
        foreach (var candidate in space.Draw(request.Seed, request.MaxTrials))
        {
            if (Try(strategy with { Enter = candidate.Enter, Leave = candidate.Leave }, ticks, until, cancel) is not { } profit) break;
            trials++;
            if (best is not var (known, most) || profit > most || (profit == most && IsBefore(candidate, known))) best = (candidate, profit);
        }
        return best is var (found, score)
            ? new TrainingOutcome(model, NamedValues.Of((SearchSpace.Enter, found.Enter), (SearchSpace.Leave, found.Leave)), score.ToDouble(), trials, "")
            : TrainingOutcome.Failed(model, $"not one trial came to its end in {request.BudgetMs} ms");
    }

    /// <summary>Null when the time is over.</summary>
    private Money? Try(StrategyDeclaration strategy, IReadOnlyList<MarketEvent> ticks, Deadline until, CancellationToken cancel)
    {
        var trial = new Trial(book, strategy, instruments);
        for (var i = 0; i < ticks.Count; i++)
        {
            if (i % TicksBetweenLooks == 0)
            {
                cancel.ThrowIfCancellationRequested();
                if (until.HasPassed) return null;
            }
            trial.Tick(ticks[i]);
        }
        return trial.Profit;
    }

    /// <summary>Of two that made the same, whichever was tried first.</summary>
    private static bool IsBefore(Candidate a, Candidate b) => (a.Enter, a.Leave).CompareTo((b.Enter, b.Leave)) < 0;

    private sealed class Deadline(TimeProvider clock, TimeSpan budget)
    {
        private readonly long start = clock.GetTimestamp();

        public bool HasPassed => clock.GetElapsedTime(start) >= budget;
    }
}
