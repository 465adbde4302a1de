using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using Noderr.Routing.Costs;

namespace Noderr.Tests.Unit.Costs;

public sealed class ScorecardTests
{
    [Fact]
    public void A_venue_that_fills_all_at_the_mid_at_once_for_nothing_has_a_hundred() => Assert.Equal(100, Venue(new Story().Quote(0, "100", "100")
        .Order(1, "order", Side.Buy, "10").Fill(1, "order", "10", "100").Analyse()).Score);

    [Fact]
    public void What_costs_ten_basis_points_halves_that_part()
    {
        // 5 of slippage and 5 of fees on a value of 10,000.
        var card = Venue(new Story().Quote(0, "99.95", "100.05").Order(1, "order", Side.Buy, "100").Fill(1, "order", "100", "100.05", fee: "5").Analyse());
        Assert.Equal((500, 500, 80.0), (card.SlippageMillionths, card.FeeMillionths, card.Score));
    }

    [Fact]
    public void Rejects_misses_and_slowness_each_take_their_part()
    {
        var analysis = new Story().Quote(0, "100", "100")
            .Order(1, "filled", Side.Buy, "10").Fill(1.1, "filled", "10", "100")
            .Order(2, "rejected", Side.Buy, "10").Says(2.1, "rejected", ExecutionKind.Rejected)
            .Analyse();
        var card = Venue(analysis);
        Assert.Equal((2, 1, 500_000, 500_000), (card.Sent, card.Rejects, card.RejectMillionths, card.FillMillionths));
        Assert.Equal(TimeSpan.FromMilliseconds(100), card.LatencyP99);
        Assert.Equal(40 + 15 + 7.5 + 7.5, card.Score!.Value, 9);
    }

    [Fact]
    public void What_is_better_than_the_mid_counts_as_free_not_as_more()
    {
        var card = Venue(new Story().Quote(0, "99", "101").Order(1, "order", Side.Sell, "10").Fill(1, "order", "10", "101", fee: "-1").Analyse());
        Assert.Equal((-10_000, 100), (card.SlippageMillionths, card.Score));
    }

    [Fact]
    public void Nothing_sent_has_no_score_and_nothing_known_scores_nothing()
    {
        Assert.Null(Scorecard.Of("none", []).Score);
        var card = Venue(new Story().Order(1, "order", Side.Buy, "10").Says(1, "order", ExecutionKind.Canceled, source: OrderSource.Local).Analyse());
        Assert.Equal(15, card.Score);
    }

    [Fact]
    public void There_is_a_card_for_each_name_in_order()
    {
        var analysis = new Story().Quote(0, "100", "100").Quote(0, "100", "100", instrument: 1)
            .Order(1, "one", Side.Buy, "10").Order(1, "two", Side.Buy, "10", instrument: 1).Order(2, "three", Side.Buy, "10", instrument: 1).Analyse();
        Assert.Equal([("ALPHA", 1), ("BETA", 2)], Scorecard.By(analysis.Orders(), o => Story.Instruments[o.Instrument].Venue).Select(c => (c.Name, c.Orders)));
    }

    [Theory]
    [InlineData(50, 2)]
    [InlineData(51, 3)]
    [InlineData(99, 4)]
    [InlineData(0, 1)]
    public void A_percentile_is_a_value_that_is_there(int percent, int expected) => Assert.Equal(expected, Ranking.Percentile([1, 2, 3, 4], percent));

    private static Scorecard Venue(CostAnalysis analysis) => Scorecard.Of("ALPHA", [.. analysis.Orders()]);
}
