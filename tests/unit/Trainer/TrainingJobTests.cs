using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Tests.Unit.Trading;
using Noderr.Trainer;

namespace Noderr.Tests.Unit.Trainer;

public sealed class TrainingJobTests
{
    private static readonly TrainingMarket Market = new(SampleDesk.Instruments, new Dictionary<string, double> { ["BTC-USD"] = 60_000, ["ETH-USD"] = 3_000, ["SOL-USD"] = 150 }) { Ticks = 15_000 };

    private static readonly MarketEvent[] Ticks = Market.Make(seed: 5);

    [Fact]
    public void The_same_seed_makes_the_same_market_and_finds_the_same()
    {
        Assert.Equal(Ticks, Market.Make(seed: 5));
        Assert.NotEqual(Ticks, Market.Make(seed: 6));
        Assert.Equal(Run(Request()), Run(Request()));
        // A whole grid is the same in whatever order it is tried.
        Assert.Equal(Run(Request()), Run(Request() with { Seed = 99 }));
    }

    [Fact]
    public void The_best_of_all_is_found()
    {
        var found = Run(Request());
        Assert.Equal(("", 6), (found.Reason, found.Trials));
        var each = new Dictionary<(double, double), double>();
        foreach (var enter in new[] { 0.4, 0.8, 1.6 })
            foreach (var leave in new[] { 0.1, 0.3 })
                each[(enter, leave)] = Run(Request(enter.ToString(System.Globalization.CultureInfo.InvariantCulture), leave.ToString(System.Globalization.CultureInfo.InvariantCulture))).Score;
        var best = each.MaxBy(e => e.Value);
        Assert.Equal((best.Key.Item1, best.Key.Item2, best.Value), (found.Best.Values["enter"], found.Best.Values["leave"], found.Score));
        Assert.True(each.Values.Distinct().Count() > 3, "the candidates make no difference");
    }

    /// <summary>By the money that went to and fro, without positions: what was sold, less what was bought and the fees, and the rest at its price.</summary>
    [Fact]
    public void The_score_is_the_money_that_is_left_after_fees()
    {
        var strategy = SampleDesk.Book.Strategies[0] with { Enter = 0.4, Leave = 0.1 };
        var desk = new MemoryDesk(SampleDesk.Book with { Strategies = [strategy] }, SampleDesk.Instruments);
        var fills = new SampleDesk.Fills();
        desk.Executions.Subscribe(fills);
        var quotes = new MarketEvent[SampleDesk.Instruments.Count];
        foreach (var tick in Ticks)
        {
            if (tick.Kind == MarketKind.Quote) quotes[tick.Instrument] = tick;
            desk.Tick(tick);
        }
        var cash = Money.Zero;
        var held = new Quantity[quotes.Length];
        foreach (var fill in fills.All)
        {
            cash = cash - fill.Price * fill.Side.Signed(fill.Quantity) - fill.Fee;
            held[fill.Instrument] += fill.Side.Signed(fill.Quantity);
        }
        for (var i = 0; i < held.Length; i++) cash += (held[i].Sign >= 0 ? quotes[i].Bid : quotes[i].Ask) * held[i];
        Assert.True(fills.All.Count > 10);
        Assert.Equal(cash.ToDouble(), Run(Request("0.4", "0.1")).Score, 6);
    }

    [Fact]
    public void No_more_is_tried_than_was_asked_for()
    {
        var found = Run(Request() with { MaxTrials = 2 });
        Assert.Equal(2, found.Trials);
        Assert.Equal(found, Run(Request() with { MaxTrials = 2 }));
    }

    [Fact]
    public void A_time_that_runs_out_keeps_what_was_found()
    {
        // Fifteen looks at the clock a trial, a millisecond each.
        var found = new TrainingJob(SampleDesk.Book, SampleDesk.Instruments, new ClockOfLooks()).Run(Request() with { BudgetMs = 40 }, Ticks, TestContext.Current.CancellationToken);
        Assert.Equal(("", 2), (found.Reason, found.Trials));
        var none = new TrainingJob(SampleDesk.Book, SampleDesk.Instruments, new ClockOfLooks()).Run(Request() with { BudgetMs = 5 }, Ticks, TestContext.Current.CancellationToken);
        Assert.Equal("not one trial came to its end in 5 ms", none.Reason);
    }

    [Fact]
    public void It_stops_when_it_is_told()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new TrainingJob(SampleDesk.Book, SampleDesk.Instruments, TimeProvider.System).Run(Request(), Ticks, stop.Token));
    }

    [Fact]
    public void What_can_not_be_trained_fails()
    {
        Assert.Equal("there is no strategy 'nope' in the book 'main'", Run(Request() with { Strategy = "nope" }).Reason);
        Assert.StartsWith("a strategy has no 'exit'", Run(Request() with { Parameters = NamedValues.Of(("exit", "1")) }).Reason);
    }

    /// <summary>Goes on by a millisecond whenever it is looked at.</summary>
    private sealed class ClockOfLooks : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => looks++;
    }

    private static ModelEvent Request(string enter = "0.4,0.8,1.6", string leave = "0.1,0.3") => new(ModelKind.Requested, "reversion-1", default)
    {
        Strategy = "reversion",
        Parameters = NamedValues.Of(("enter", enter), ("leave", leave)),
        Seed = 5,
        MaxTrials = 100,
        BudgetMs = 600_000,
    };

    private static TrainingOutcome Run(ModelEvent request) =>
        new TrainingJob(SampleDesk.Book, SampleDesk.Instruments, TimeProvider.System).Run(request, Ticks, TestContext.Current.CancellationToken);
}
