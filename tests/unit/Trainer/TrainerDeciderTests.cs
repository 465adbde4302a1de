using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;
using Noderr.Tests.Unit.Trading;
using Noderr.Trainer;

namespace Noderr.Tests.Unit.Trainer;

public sealed class TrainerDeciderTests
{
    private static readonly Timestamp Noon = Timestamp.FromMilliseconds(1_764_000_000_000);
    private static readonly TrainingRule Rule = new() { MostTrials = 50, LongestBudget = TimeSpan.FromMinutes(1), MostWaiting = 3 };
    private static readonly TrainingRequest Request = new("reversion", NamedValues.Of(("enter", "0.5,1")), 7, 10, TimeSpan.FromSeconds(5));

    private readonly TrainerDecider decider = new(SampleDesk.Book, Rule);
    private readonly List<ModelEvent> journal = [];

    [Fact]
    public void A_request_and_its_result_are_put_on_record()
    {
        var request = Assert.Single(Ask(Request));
        Assert.Equal(
            new ModelEvent(ModelKind.Requested, "reversion-1", Noon) { Strategy = "reversion", Parameters = Request.Parameters, Seed = 7, MaxTrials = 10, BudgetMs = 5000 }, request);
        Assert.Equal([request], decider.Waiting);
        var result = Assert.Single(Ask(Found("reversion-1", 12.5)));
        Assert.Equal(new ModelEvent(ModelKind.Completed, "reversion-1", Noon) { Best = NamedValues.Of(("enter", 1.0)), Score = 12.5, Trials = 4 }, result);
        Assert.Empty(decider.Waiting);
        Assert.Equal(result, decider.Newest("reversion"));
        Assert.Empty(Ask(Found("reversion-1", 13)));
    }

    [Fact]
    public void A_failure_leaves_the_model_before_in_its_place()
    {
        Ask(Request);
        Ask(Found("reversion-1", 1));
        Ask(Request);
        Assert.Equal(new ModelEvent(ModelKind.Failed, "reversion-2", Noon) { Reason = "no luck" }, Assert.Single(Ask(TrainingOutcome.Failed("reversion-2", "no luck"))));
        Assert.Equal("reversion-1", decider.Newest("reversion")?.Model);
    }

    [Fact]
    public void More_than_the_rule_allows_is_cut_to_it()
    {
        var request = Assert.Single(Ask(Request with { MaxTrials = int.MaxValue, Budget = TimeSpan.MaxValue }));
        Assert.Equal((50, 60_000L), (request.MaxTrials, request.BudgetMs));
    }

    [Theory]
    [InlineData("nope", "0.5", 10, 5, "there is no strategy 'nope': give one of reversion, momentum")]
    [InlineData("reversion", "x", 10, 5, "candidates are")]
    [InlineData("reversion", "0.5", 0, 5, "a training needs one trial")]
    [InlineData("reversion", "0.5", 10, 0, "a training needs one trial")]
    public void What_can_not_be_trained_is_not_taken(string strategy, string enter, int trials, int seconds, string why)
    {
        var request = new TrainingRequest(strategy, NamedValues.Of(("enter", enter)), 1, trials, TimeSpan.FromSeconds(seconds));
        Assert.StartsWith(why, decider.Judge(request));
        Assert.Empty(Ask(request));
    }

    [Fact]
    public void No_more_than_so_many_wait()
    {
        for (var i = 0; i < 3; i++) Assert.Single(Ask(Request));
        Assert.Empty(Ask(Request));
        Ask(Found("reversion-2", 1));
        Assert.Equal("reversion-4", Assert.Single(Ask(Request)).Model);
    }

    [Fact]
    public void A_replay_of_its_journal_ends_in_the_same_state()
    {
        Ask(Request);
        Ask(Request with { Strategy = "momentum", Parameters = NamedValues.Of(("enter", "1,2"), ("leave", "0.1")) });
        Ask(Found("reversion-1", -3));
        Ask(Request);
        var (folded, loaded) = (new TrainerDecider(SampleDesk.Book, Rule), new TrainerDecider(SampleDesk.Book, Rule));
        foreach (var e in journal) folded.Evolve(e, Noon);
        var state = new StateWriter();
        decider.Save(state);
        var reader = new StateReader(state.Written);
        loaded.Load(ref reader);
        Assert.True(reader.IsAtEnd);
        Assert.Equal((state.Hash, state.Hash), (Hash(folded), Hash(loaded)));
        Assert.Equal(decider.Waiting, loaded.Waiting);
    }

    [Fact]
    public async Task Trainings_on_record_are_done_in_turn_and_those_of_the_last_owner_again()
    {
        var told = new List<TrainingOutcome>();
        var left = new ModelEvent(ModelKind.Requested, "left", Noon);
        await using (var trainings = new Trainings((r, _) => r.Model == "wild" ? throw new OverflowException("too much") : Found(r.Model, 1), () => [left], o => { told.Add(o); return Task.FromResult(true); }))
        {
            trainings.TookOver();
            trainings.Run(new Entry<ModelEvent>(EntryKind.Request, 1, 1, Noon) { Events = [new(ModelKind.Requested, "wild", Noon), new(ModelKind.Completed, "old", Noon), new(ModelKind.Requested, "new", Noon)] });
            for (var i = 0; i < 500 && told.Count < 3; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.Equal([("left", ""), ("wild", "the arithmetic did not hold: too much"), ("new", "")], told.Select(t => (t.Model, t.Reason)));
    }

    private static TrainingOutcome Found(string model, double score) => new(model, NamedValues.Of(("enter", 1.0)), score, 4, "");

    private static UInt128 Hash(TrainerDecider of)
    {
        var state = new StateWriter();
        of.Save(state);
        return state.Hash;
    }

    private ModelEvent[] Ask<TRequest>(TRequest request)
    {
        var output = new Output<ModelEvent>();
        ((IAnswers<TRequest, ModelEvent>)(object)decider).Decide(request, Noon, output);
        foreach (var e in output.Said) decider.Evolve(e, Noon);
        journal.AddRange(output.Said);
        return output.Said.ToArray();
    }
}
