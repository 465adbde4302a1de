using Noderr.Quant.Execution;
using static Noderr.Tests.Unit.Quant.GoldenTopic;

namespace Noderr.Tests.Unit.Quant;

public sealed class ExecutionGoldenTests
{
    [Fact]
    public void Schedules_are_those_of_the_reference() => Open("orderbook_execution").Each("schedule", (input, judge) =>
    {
        var (lots, slices) = ((long)input["quantity"]!, (int)input["slices"]!);
        judge.Equal("twap", [.. Schedule.Twap(lots, slices).Select(l => (double)l)]);
        judge.Equal("vwap", [.. Schedule.Vwap(lots, Numbers(input["volume_cumulative"])).Select(l => (double)l)]);
        var plan = new AlmgrenChriss(
            lots, (double)input["T"]!, slices, (double)input["sigma"]!, (double)input["eta"]!, (double)input["gamma"]!, (double)input["epsilon"]!, (double)input["lam"]!);
        judge.Equal("almgren_chriss_holdings", plan.Holdings());
        judge.Equal("kappa", plan.Kappa);
        judge.Equal("expected_cost", plan.ExpectedCost());
        judge.Equal("variance", plan.Variance());
    });

    [Theory]
    [InlineData(10, 4, new long[] { 3, 3, 2, 2 })]
    [InlineData(3, 5, new long[] { 1, 1, 1, 0, 0 })]
    [InlineData(0, 2, new long[] { 0, 0 })]
    [InlineData(7, 1, new long[] { 7 })]
    public void Equal_slices_give_the_rest_to_the_first(long lots, int slices, long[] expected) => Assert.Equal(expected, Schedule.Twap(lots, slices));

    [Fact]
    public void Shares_that_fall_or_are_no_shares_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Schedule.Vwap(10, [0.5, 0.4, 1]));
        Assert.Throws<ArgumentException>(() => Schedule.Vwap(10, [0.5, 1.1]));
        Assert.Throws<ArgumentException>(() => Schedule.Vwap(10, [double.NaN, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Twap(10, 0));
    }

    [Fact]
    public void Who_does_not_mind_risk_sells_evenly_and_who_minds_it_without_bound_sells_at_once()
    {
        var plan = new AlmgrenChriss(1000, 1, 4, 0.5, 1e-6, 1e-7, 0.01, RiskAversion: 0);
        Assert.Equal([1000, 750, 500, 250, 0], plan.Holdings());
        var hasty = (plan with { RiskAversion = 1e12 }).Holdings();
        Assert.Equal(1000, hasty[0]);
        Assert.All(hasty[1..], x => Assert.InRange(x, 0, 1e-3));
    }

    [Theory]
    [InlineData(true, 1.0)]
    [InlineData(false, -1.0)]
    public void Shortfall_counts_what_was_paid_and_what_was_missed(bool isBuy, double sign)
    {
        // 60 filled at 101, 40 missed while the price went to 103, decided at 100, fees 5.
        var shortfall = Shortfall.Of(isBuy, [(101, 60)], 100, 100, 103, 5);
        Assert.Equal(sign * (60 + 120) + 5, shortfall, 12);
        Assert.Equal(shortfall / 10_000 * 10_000, Shortfall.BasisPoints(shortfall, 100, 100), 12);
    }
}
