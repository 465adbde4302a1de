using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Quant.Execution;
using Noderr.Routing.Costs;

namespace Noderr.Tests.Unit.Costs;

public sealed class OrderCostTests
{
    [Theory]
    [InlineData(Side.Buy, 1)]
    [InlineData(Side.Sell, -1)]
    public void The_shortfall_falls_into_its_parts(Side side, int sign)
    {
        // Decided at 100, made at 101 with a spread of 2, 60 filled at 103, 40 missed while the market went to 106.
        var cost = Assert.Single(new Story()
            .Signal(0, "signal", side, "100", "100").Quote(0.5, "100", "102")
            .Order(1, "order", side, "100", cause: "signal").Fill(2, "order", "60", "103", fee: "5")
            .Quote(3, "105", "107").Says(4, "order", ExecutionKind.Canceled)
            .Analyse().Decisions());
        var spread = 60;
        Assert.Equal(new CostParts(Of(sign * 60), Of(spread), Of(sign * 120 - spread), Of(sign * 240), Of(5)), cost.Parts);
        Assert.Equal(Shortfall.Of(side == Side.Buy, [(103, 60)], 100, 100, 106, 5), cost.Parts.Total.ToDouble(), 9);
        Assert.Equal(Of(sign * 120), cost.SlippageToArrival);
        Assert.Equal(Of(sign * 180), cost.SlippageToDecision);
        Assert.Equal(600_000, cost.FillMillionths);
        Assert.Equal((TimeSpan.FromSeconds(1), null), (cost.ToFirstFill, cost.ToFull));
    }

    [Fact]
    public void The_parts_come_to_the_formula_of_the_reference_for_any_order()
    {
        var random = new SeededRandom(17);
        for (var i = 0; i < 2000; i++)
        {
            var (side, decision, arrival, end) = (random.Unit() < 0.5 ? Side.Buy : Side.Sell, Cents(), Cents(), Cents());
            var (wanted, first, second) = (200, 1 + (int)(random.Unit() * 99), 1 + (int)(random.Unit() * 99));
            var (firstAt, secondAt) = (Cents(), Cents());
            var paid = new Price(firstAt) * Whole(first) + new Price(secondAt) * Whole(second);
            var parts = new Benchmarks(new Price(decision), new Price(arrival), new Price(5_000_000), null, new Price(end)).Parts(side, Whole(wanted), Whole(first + second), paid, Of(3));
            var expected = Shortfall.Of(side == Side.Buy, [(firstAt / 1e9, first), (secondAt / 1e9, second)], wanted, decision / 1e9, end / 1e9, 3);
            Assert.Equal(expected, parts.Total.ToDouble(), 6);
            Assert.Equal(Shortfall.BasisPoints(expected, wanted, decision / 1e9) * 100, parts.Total.InMillionthsOf(new Price(decision) * Whole(wanted)), 1.0);
        }

        long Cents() => 95_000_000_000 + (long)(random.Unit() * 1000) * 10_000_000;
        static Quantity Whole(int size) => new(size * 1_000_000_000L);
    }

    [Fact]
    public void The_interval_is_the_markets_trades_by_size_after_the_arrival_up_to_the_end()
    {
        var cost = Assert.Single(new Story().Quote(0, "99", "101")
            .Trade(1, "500", "1000").Order(1, "order", Side.Buy, "10").Trade(2, "100", "30").Trade(3, "104", "10").Fill(3, "order", "10", "102").Trade(3.5, "900", "1")
            .Analyse().Orders());
        Assert.Equal(new AveragePrice(Price.Parse("101"), AverageOf.Trades), cost.Benchmarks!.Interval);
        Assert.Equal(Of(10), cost.SlippageToInterval);
        Assert.Equal(20_000, cost.SlippageMillionths);
    }

    [Fact]
    public void Without_trades_it_is_the_mids_by_how_long_they_held_and_says_so()
    {
        var cost = Assert.Single(new Story().Quote(0, "99", "101")
            .Order(1, "order", Side.Sell, "10").Quote(2, "103", "105").Fill(5, "order", "10", "102")
            .Analyse().Orders());
        // One second of 100, three of 104.
        Assert.Equal(new AveragePrice(Price.Parse("103"), AverageOf.Mids), cost.Benchmarks!.Interval);
        Assert.Equal(Of(10), cost.SlippageToInterval);
    }

    [Fact]
    public void A_signal_was_decided_at_the_mid_not_at_the_price_across_that_it_names()
    {
        var cost = Assert.Single(new Story().Quote(0, "99", "101").Signal(0, "signal", Side.Buy, "10", "101").Order(1, "order", Side.Buy, "10", "signal").Fill(1, "order", "10", "101").Analyse().Decisions());
        Assert.Equal((Of(0), Of(10), Of(10)), (cost.Parts.Delay, cost.Parts.Spread, cost.Parts.Total));
    }

    [Fact]
    public void What_has_no_market_is_counted_and_not_measured()
    {
        var cost = Assert.Single(new Story().Order(1, "order", Side.Buy, "10").Fill(2, "order", "10", "102").Quote(3, "99", "101").Analyse().Orders());
        Assert.False(cost.IsMeasured);
        Assert.Equal((null, Price.Parse("102"), CostParts.None), (cost.SlippageMillionths, cost.Average, cost.Parts));
    }

    [Fact]
    public void An_order_that_is_worked_is_a_decision_of_its_own_quantity_from_its_beginning_to_its_end()
    {
        var story = new Story().Quote(0, "99", "101").Work(0, OrderKind.WorkBegun, "worked", Side.Buy, "30")
            .Order(1, "one", Side.Buy, "10", "worked").Fill(1, "one", "10", "101").Quote(2, "101", "103")
            .Order(3, "two", Side.Buy, "10", "worked").Fill(3, "two", "10", "103");
        var working = Assert.Single(story.Analyse().Decisions());
        Assert.Equal(("twap", Quantity.Parse("20"), Story.At(0), 0), (working.Style, working.Wanted, working.Made, story.Records.Strays));
        var done = Assert.Single(story.Work(4, OrderKind.WorkDone, "worked", Side.Buy, "20").Analyse().Decisions());
        Assert.Equal((Quantity.Parse("30"), Of(2 * 10)), (done.Wanted, done.Parts.Opportunity));
    }

    [Fact]
    public void Slices_of_a_decision_are_one_order_with_its_arrival_and_its_quantity()
    {
        var analysis = new Story().Quote(0, "99", "101")
            .Signal(0, "signal", Side.Buy, "30", "100")
            .Order(1, "one", Side.Buy, "10", "signal").Fill(1, "one", "10", "101").Quote(2, "101", "103")
            .Order(3, "two", Side.Buy, "10", "signal").Says(3, "two", ExecutionKind.Canceled)
            .Order(4, "again", Side.Buy, "10", "signal").Fill(4, "again", "10", "103")
            .Order(5, "three", Side.Buy, "10", "signal", instrument: 1).Fill(6, "three", "10", "104")
            .Analyse();
        var decision = Assert.Single(analysis.Decisions());
        Assert.Equal((4, "sliced market", Quantity.Parse("30"), Quantity.Parse("30")), (decision.Orders, decision.Style, decision.Wanted, decision.Filled));
        Assert.Equal(Of(1 * 10 + 3 * 10 + 4 * 10), decision.SlippageToArrival);
        Assert.Equal(TimeSpan.FromSeconds(5), decision.ToFull);
        // The venue is judged from when it got the order: the market had moved by then.
        Assert.Equal([Of(10), Of(0), Of(10)], analysis.Orders().Where(o => o.Instrument == 0).Select(o => o.SlippageToArrival));
    }

    [Fact]
    public void A_stop_arrives_when_it_is_pulled_and_was_decided_at_its_trigger()
    {
        var cost = Assert.Single(new Story().Quote(0, "99", "101")
            .Order(1, "stop", Side.Sell, "10", terms: new OrderTerms { Type = OrderType.Stop, Trigger = Price.Parse("95") })
            .Quote(10, "93", "95").Says(10, "stop", ExecutionKind.Triggered, price: "95").Fill(11, "stop", "10", "92")
            .Analyse().Orders());
        Assert.Equal((Of(10), Of(20), "stop gtc"), (cost.Parts.Delay, cost.SlippageToArrival, cost.Style));
    }

    [Fact]
    public void What_protects_and_was_not_needed_has_missed_nothing_and_is_a_decision_of_its_own()
    {
        var decisions = new Story().Quote(0, "99", "101")
            .Order(1, "entry", Side.Buy, "10").Fill(1, "entry", "10", "101")
            .Order(2, "stop", Side.Sell, "10", "entry", terms: new OrderTerms { Type = OrderType.Stop, Trigger = Price.Parse("90"), IsReduceOnly = true })
            .Quote(3, "119", "121").Says(4, "stop", ExecutionKind.Canceled)
            .Analyse().Decisions().ToArray();
        Assert.Equal(2, decisions.Length);
        Assert.Equal((Of(0), null), (decisions[1].Parts.Total, decisions[1].FillMillionths));
    }

    [Fact]
    public void What_still_works_has_missed_nothing_yet()
    {
        var cost = Assert.Single(new Story().Quote(0, "99", "101").Order(1, "order", Side.Buy, "10").Fill(2, "order", "4", "101").Quote(3, "119", "121").Analyse().Decisions());
        Assert.Equal((Of(0), Quantity.Parse("4")), (cost.Parts.Opportunity, cost.Wanted));
    }

    [Fact]
    public void A_denied_order_is_counted_and_costs_nothing()
    {
        var analysis = new Story().Quote(0, "99", "101").Order(1, "order", Side.Buy, "10", isSent: false).Denied(1, "order").Analyse();
        Assert.Equal((1, 0), (analysis.Denied, analysis.Decisions().Count()));
    }

    [Fact]
    public void What_is_asked_for_is_asked_for_before_the_market_goes_by()
    {
        var sweep = new MarketSweep();
        sweep.Ask(0, Story.At(1));
        sweep.Observe(MarketEvent.Quote(0, Price.Parse("1"), Price.Parse("2"), default, default, Story.At(0)));
        Assert.Throws<InvalidOperationException>(() => sweep.Ask(0, Story.At(2)));
        Assert.Equal(Price.Parse("1.5"), sweep.At(0, Story.At(1)).Mid);
    }

    private static Money Of(int amount) => new(amount * 1_000_000_000L);
}
