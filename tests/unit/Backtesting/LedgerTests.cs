using Noderr.Cli.Backtesting;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Tests.Unit.Backtesting;

public sealed class LedgerTests
{
    private static readonly InstrumentCatalog instruments = new([new Instrument(0, "A", "V", Price.Parse("0.01"), Quantity.Parse("1")), new Instrument(0, "B", "V", Price.Parse("0.01"), Quantity.Parse("1"))]);

    private static readonly Book book = new(0, "main",
    [
        new("one", StrategyKind.Momentum, [0, 1], Quantity.Parse("1"), 1, 0),
        new("two", StrategyKind.Momentum, [1], Quantity.Parse("1"), 1, 0),
    ], new Limits());

    private readonly Ledger ledger = new(book, instruments);
    private int seconds;

    [Fact]
    public void What_is_held_is_worth_what_closing_it_would_bring()
    {
        Quote(0, "10", "11");
        Fill(0, 0, Side.Buy, "3", "11", "0.5");
        Quote(0, "10", "11");
        Assert.Equal(("-3", "0", "-3.5"), Figures(0));
        Quote(0, "12", "13");
        Assert.Equal(("3", "0", "2.5"), Figures(0));
        Fill(0, 0, Side.Sell, "5", "12", "0.5");
        Quote(0, "12", "13");
        // Two are sold short at 12 and would cost 13 to buy back.
        Assert.Equal(("-2", "3", "0"), Figures(0));
    }

    [Fact]
    public void A_drawdown_is_measured_from_the_highest_profit_there_was()
    {
        Quote(0, "100", "100.01");
        Fill(0, 0, Side.Buy, "1", "100", "0");
        foreach (var bid in new[] { "90", "110", "105", "95", "120", "119" }) Quote(0, bid, "130");
        Assert.Equal(("15", "15"), (ledger.Lines[0].Drawdown.Most.ToString(), ledger.Drawdown.Most.ToString()));
    }

    [Fact]
    public void What_one_strategy_loses_while_another_gains_is_no_drawdown_of_the_whole()
    {
        Quote(1, "100", "100.01");
        Fill(0, 1, Side.Buy, "1", "100", "0");
        Fill(1, 1, Side.Sell, "1", "100.01", "0");
        Quote(1, "50", "50.01");
        Assert.Equal(("50", "0", "0"), (ledger.Lines[1].Drawdown.Most.ToString(), ledger.Lines[2].Drawdown.Most.ToString(), ledger.Drawdown.Most.ToString()));
        Assert.Equal("0", ledger.Drawdown.Last.ToString());
    }

    [Fact]
    public void The_curve_has_the_last_profit_of_each_interval_and_never_too_many_points()
    {
        Fill(0, 0, Side.Buy, "1", "100", "0");
        for (var i = 0; i < 10_000; i++) Quote(0, $"{100 + i}", $"{101 + i}");
        ledger.Curve.Finish();
        var points = ledger.Curve.Points;
        Assert.InRange(points.Count, 1_000, 2_001);
        Assert.Equal(TimeSpan.FromSeconds(8), ledger.Curve.Interval);
        Assert.All(points.SkipLast(1).Index(), p => Assert.Equal($"{8 * p.Index + 7}", p.Item.Total.ToString()));
        Assert.Equal("9999", points[^1].Total.ToString());
    }

    private void Quote(int instrument, string bid, string ask)
    {
        var at = new Timestamp(1_700_000_000_000_000_000 + seconds++ * 1_000_000_000L);
        ledger.Mark(MarketEvent.Quote(instrument, Price.Parse(bid), Price.Parse(ask), Quantity.Parse("1"), Quantity.Parse("1"), at));
    }

    private void Fill(int strategy, int instrument, Side side, string quantity, string price, string fee) => ledger.On(
        new ExecutionEvent(ExecutionKind.Filled, default, 0, strategy, instrument, side, Quantity.Parse(quantity), Price.Parse(price), Money.Parse(fee), 1, default), default);

    private (string Unrealised, string Realised, string Profit) Figures(int line) =>
        (ledger.Lines[line].Unrealised.ToString(), ledger.Lines[line].Position.Realised.ToString(), ledger.Lines[line].Profit.ToString());
}
