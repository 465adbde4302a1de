using CsCheck;
using Noderr.Chaos;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Tests.Unit.Chaos;

public sealed class ChaosDeciderTests
{
    private static readonly Timestamp Noon = Timestamp.FromMilliseconds(1_764_000_000_000);

    private static readonly ChaosRule Rule = new() { Targets = ["risk", "router"], Patience = TimeSpan.FromSeconds(20), Rest = TimeSpan.FromSeconds(30), Most = 3 };

    [Fact]
    public void A_start_is_said_with_its_terms_and_an_end_with_what_was_measured()
    {
        var bench = new Bench();
        var start = Assert.Single(bench.Ask(new ExperimentRequest("risk", "ann"), Noon));
        Assert.Equal(new ChaosEvent(ChaosKind.Started, "kill-risk-1", Noon) { Target = "risk", Fault = "kill", Actor = "ann", PatienceMs = 20_000 }, start);
        Assert.Empty(bench.Ask(new ExperimentOutcome("kill-risk-2", true, TimeSpan.Zero, "of another"), Noon));
        var end = Assert.Single(bench.Ask(new ExperimentOutcome("kill-risk-1", true, TimeSpan.FromMilliseconds(812.6), "back"), Noon + TimeSpan.FromSeconds(1)));
        Assert.Equal(new ChaosEvent(ChaosKind.Ended, "kill-risk-1", Noon + TimeSpan.FromSeconds(1)) { Recovered = true, RecoveryMs = 812, Detail = "back" }, end);
        Assert.Empty(bench.Ask(new ExperimentOutcome("kill-risk-1", true, TimeSpan.Zero, "again"), Noon + TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void What_did_not_come_back_has_no_time()
    {
        var bench = new Bench();
        bench.Ask(new ExperimentRequest("risk", "ann"), Noon);
        Assert.Equal((false, 0L), bench.Ask(new ExperimentOutcome("kill-risk-1", false, TimeSpan.FromSeconds(20), "gone"), Noon).Select(e => (e.Recovered, e.RecoveryMs)).Single());
    }

    [Fact]
    public void An_experiment_that_nobody_ends_is_ended_by_its_time()
    {
        var bench = new Bench();
        bench.Ask(new ExperimentRequest("risk", "ann"), Noon);
        Assert.Equal(Noon + TimeSpan.FromSeconds(30), bench.Decider.Due);
        Assert.Empty(bench.Tick(Noon + TimeSpan.FromSeconds(29)));
        Assert.Equal((ChaosKind.Ended, false), bench.Tick(Noon + TimeSpan.FromSeconds(30)).Select(e => (e.Kind, e.Recovered)).Single());
        Assert.Null(bench.Decider.Due);
    }

    [Fact]
    public void A_new_owner_ends_what_the_last_one_began()
    {
        var bench = new Bench();
        Assert.Empty(bench.TakeOver(Noon));
        bench.Ask(new ExperimentRequest("risk", "ann"), Noon);
        Assert.Equal("who measured it is gone", bench.TakeOver(Noon).Single().Detail);
    }

    [Fact]
    public void There_are_never_two_at_once_nor_too_many_nor_others_than_allowed() => Gen.Select(Gen.Int[0, 5], Gen.OneOf("risk", "router", "", "control"), Gen.Int[0, 2000]).Array[200].Sample(steps =>
    {
        var (bench, now, running, starts) = (new Bench(), Noon, 0, new List<Timestamp>());
        foreach (var (what, target, seconds) in steps)
        {
            now += TimeSpan.FromSeconds(seconds / 20.0);
            var said = what switch
            {
                < 3 => bench.Ask(new ExperimentRequest(target, "ann"), now),
                3 => bench.Ask(new ExperimentOutcome(bench.Decider.Running?.Experiment ?? "none", true, TimeSpan.FromSeconds(1), ""), now),
                4 => bench.TakeOver(now),
                _ => bench.Tick(now),
            };
            foreach (var e in said)
            {
                running += e.Kind == ChaosKind.Started ? 1 : -1;
                Assert.InRange(running, 0, 1);
                if (e.Kind != ChaosKind.Started) continue;
                Assert.Contains(e.Target, Rule.Targets);
                starts.Add(now);
                Assert.InRange(starts.Count(s => now < s + Rule.Within), 1, Rule.Most);
            }
        }
        bench.CheckReplay();
    }, iter: 200);

    private sealed class Bench
    {
        private readonly Output<ChaosEvent> output = new();
        private readonly List<ChaosEvent> journal = [];

        public ChaosDecider Decider { get; } = new(Rule);

        public ChaosEvent[] Ask<TRequest>(TRequest request, Timestamp now) => Say(now, () => ((IAnswers<TRequest, ChaosEvent>)(object)Decider).Decide(request, now, output));

        public ChaosEvent[] TakeOver(Timestamp now) => Say(now, () => Decider.TakeOver(now, output));

        public ChaosEvent[] Tick(Timestamp now) => Decider.Due <= now ? Say(now, () => Decider.Decide(now, output)) : [];

        /// <summary>What was said is all that the state comes from; and a state comes back from its bytes.</summary>
        public void CheckReplay()
        {
            var (folded, loaded) = (new ChaosDecider(Rule), new ChaosDecider(Rule));
            foreach (var e in journal) folded.Evolve(e, e.At);
            var state = new StateWriter();
            Decider.Save(state);
            var reader = new StateReader(state.Written);
            loaded.Load(ref reader);
            Assert.True(reader.IsAtEnd);
            Assert.Equal((state.Hash, state.Hash), (Hash(folded), Hash(loaded)));
        }

        private static UInt128 Hash(ChaosDecider decider)
        {
            var state = new StateWriter();
            decider.Save(state);
            return state.Hash;
        }

        private ChaosEvent[] Say(Timestamp now, Action decide)
        {
            output.Clear();
            decide();
            foreach (var e in output.Said) Decider.Evolve(e, now);
            journal.AddRange(output.Said);
            return output.Said.ToArray();
        }
    }
}
