using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Venues;
using Noderr.Venues;

namespace Noderr.Tests.Unit.Simulation;

/// <summary>The rules by which the simulated venue trades: an instrument with ticks and lots of 1, shown at 99 to 101 with 10 on either side.</summary>
public sealed class SimulatedVenueTests : IVenueReports
{
    private const int Ours = 0, Others = 1;

    private static readonly InstrumentCatalog Instruments = new([new Instrument(0, "BTC-USD", "ALPHA", Price.Parse("1"), Quantity.Parse("1")) { FeeMillionths = 1_000, MakerFeeMillionths = -200 }]);

    private readonly List<VenueReport> reports = [];
    private readonly List<VenueRecord> remembered = [];
    private SimulatedVenue venue;
    private long time = 1_000_000_000;
    private int names;

    public SimulatedVenueTests()
    {
        venue = Venue(new VenueSetup());
        Quote(99, 10, 101, 10);
    }

    [Fact]
    public void An_order_that_comes_again_is_counted_and_traded_once()
    {
        var order = Limit(Side.Buy, 1, 50);
        Submit(order);
        Submit(order);
        Assert.Equal((1, 1, 0), (venue.Orders, venue.Repeated, venue.Late));
    }

    /// <summary>A paused owner's order may arrive after the next owner has asked about it.</summary>
    [Fact]
    public void What_arrives_after_a_question_about_it_is_refused_and_late_and_only_then_repeated()
    {
        var order = Limit(Side.Buy, 1, 50);
        venue.Query(order.Order, Now);
        Submit(order);
        Assert.Equal((0, 0, 1), (venue.Orders, venue.Repeated, venue.Late));
        Submit(order);
        Assert.Equal((0, 1, 1), (venue.Orders, venue.Repeated, venue.Late));
        Assert.Equal([ReportKind.NotKnown, ReportKind.NotKnown, ReportKind.NotKnown], reports.Select(r => r.Kind));
    }

    [Theory]
    [InlineData(Side.Buy, 101, "10 at 101")]
    [InlineData(Side.Buy, 102, "10 at 101")]
    [InlineData(Side.Buy, 100, "")]
    [InlineData(Side.Sell, 99, "10 at 99")]
    [InlineData(Side.Sell, 98, "10 at 99")]
    [InlineData(Side.Sell, 100, "")]
    public void An_order_takes_what_is_offered_at_its_limit_or_better_and_no_more(Side side, int limit, string fills)
    {
        Submit(Limit(side, 15, limit, TimeInForce.Ioc));
        Assert.Equal(fills, Fills());
        Assert.Equal(ReportKind.Canceled, reports[^1].Kind);
    }

    [Fact]
    public void What_was_taken_is_gone_until_the_market_shows_more_of_it()
    {
        Submit(Limit(Side.Buy, 6, 101, TimeInForce.Ioc));
        Quote(99, 10, 101, 10);
        Submit(Limit(Side.Buy, 10, 101, TimeInForce.Ioc));
        Assert.Equal("6 at 101, 4 at 101", Fills());
        Quote(99, 10, 101, 13);
        Submit(Limit(Side.Buy, 10, 101, TimeInForce.Ioc));
        Assert.Equal("6 at 101, 4 at 101, 3 at 101", Fills());
    }

    [Fact]
    public void Another_price_is_another_offer()
    {
        Submit(Limit(Side.Buy, 10, 101, TimeInForce.Ioc));
        Quote(99, 10, 102, 10);
        Quote(99, 10, 101, 10);
        Submit(Limit(Side.Buy, 10, 101, TimeInForce.Ioc));
        Assert.Equal("10 at 101, 10 at 101", Fills());
    }

    [Fact]
    public void The_taker_pays_and_who_waited_is_paid()
    {
        Submit(Limit(Side.Buy, 10, 101, TimeInForce.Ioc));
        Assert.Equal((Money.Parse("1.01"), false), (reports[^1].Fee, reports[^1].IsMaker));
        Submit(Limit(Side.Buy, 5, 100));
        Trade(Side.Sell, 100, 5);
        Assert.Equal((Money.Parse("-0.1"), true), (reports[^1].Fee, reports[^1].IsMaker));
    }

    [Fact]
    public void An_order_waits_behind_those_that_came_before_it()
    {
        Submit(Limit(Side.Buy, 5, 99));
        Trade(Side.Sell, 99, 8);
        Assert.Equal("", Fills());
        Quote(99, 2, 101, 10);
        Trade(Side.Sell, 99, 4);
        Assert.Equal("2 at 99", Fills());
        Trade(Side.Sell, 99, 10);
        Assert.Equal("2 at 99, 3 at 99", Fills());
    }

    [Theory]
    [InlineData(QueueModel.CancelsBehind, 6, "")]
    [InlineData(QueueModel.CancelsEvenly, 6, "1 at 99")]
    public void Where_the_market_cancels_is_a_model(QueueModel queue, int traded, string fills)
    {
        venue = Venue(new VenueSetup { Queue = queue });
        Quote(99, 10, 101, 10);
        Submit(Limit(Side.Buy, 5, 99));
        Quote(99, 20, 101, 10); // 10 before it, 10 behind it
        Quote(99, 10, 101, 10);
        Trade(Side.Sell, 99, traded);
        Assert.Equal(fills, Fills());
    }

    [Fact]
    public void A_market_that_comes_through_an_order_trades_with_it_at_its_price()
    {
        Submit(Limit(Side.Buy, 5, 100));
        Quote(97, 10, 98, 3);
        Assert.Equal("3 at 100", Fills());
        Quote(97, 10, 98, 4);
        Assert.Equal("3 at 100, 1 at 100", Fills());
    }

    [Fact]
    public void An_order_keeps_its_place_while_the_best_price_is_elsewhere()
    {
        Submit(Limit(Side.Buy, 5, 99));
        Quote(100, 10, 101, 10);
        Quote(99, 10, 101, 10);
        Trade(Side.Sell, 99, 12);
        Assert.Equal("2 at 99", Fills());
    }

    [Fact]
    public void A_market_order_takes_what_there_is_and_leaves_the_rest()
    {
        Submit(new(Name(), Ours, 0, Side.Sell, Lots(25), OrderTerms.AtMarket));
        Assert.Equal("10 at 99", Fills());
        Assert.Equal((ReportKind.Canceled, VenueReason.NothingOffered), (reports[^1].Kind, reports[^1].Reason));
    }

    [Fact]
    public void A_market_to_limit_order_rests_at_the_price_it_met()
    {
        Submit(new(Name(), Ours, 0, Side.Buy, Lots(15), new OrderTerms { Type = OrderType.MarketToLimit }));
        Assert.Equal("10 at 101", Fills());
        Assert.Equal((ReportKind.Updated, Price.Parse("101")), (reports[^1].Kind, reports[^1].Price));
        Trade(Side.Sell, 100, 2);
        Assert.Equal("10 at 101, 2 at 101", Fills());
    }

    [Theory]
    [InlineData(10, "10 at 101", ReportKind.Filled)]
    [InlineData(11, "", ReportKind.Canceled)]
    public void All_or_nothing_is_all_or_nothing(int quantity, string fills, ReportKind end)
    {
        Submit(Limit(Side.Buy, quantity, 101, TimeInForce.Fok));
        Assert.Equal((fills, end), (Fills(), reports[^1].Kind));
    }

    [Theory]
    [InlineData(Side.Buy, 101, VenueReason.WouldTrade)]
    [InlineData(Side.Buy, 100, VenueReason.None)]
    [InlineData(Side.Sell, 99, VenueReason.WouldTrade)]
    [InlineData(Side.Sell, 100, VenueReason.None)]
    public void A_post_only_order_never_takes(Side side, int limit, VenueReason reason)
    {
        Submit(new(Name(), Ours, 0, side, Lots(1), OrderTerms.AtLimit(At(limit)) with { IsPostOnly = true }));
        Assert.Equal((reason, ""), (reports[^1].Reason, Fills()));
    }

    [Theory]
    [InlineData(OrderType.Stop, Side.Buy, 105, 106, 120)]
    [InlineData(OrderType.Stop, Side.Sell, 95, 80, 94)]
    [InlineData(OrderType.MarketIfTouched, Side.Buy, 95, 96, 95)]
    [InlineData(OrderType.MarketIfTouched, Side.Sell, 105, 104, 105)]
    public void A_trigger_is_pulled_by_the_price_it_would_trade_at(OrderType type, Side side, int trigger, int other, int pulling)
    {
        Submit(new(Name(), Ours, 0, side, Lots(1), new OrderTerms { Type = type, Trigger = At(trigger), TimeInForce = TimeInForce.Gtc }));
        var nearest = side == Side.Buy ? (other < trigger ? other : trigger - 1) : other > trigger ? other : trigger + 1;
        if (type == OrderType.MarketIfTouched) nearest = other;
        ShowAcross(side, nearest);
        Assert.Equal("", Fills());
        ShowAcross(side, pulling);
        Assert.Equal([ReportKind.Accepted, ReportKind.Triggered, ReportKind.Filled], reports.Select(r => r.Kind));
        Assert.Equal($"1 at {pulling}", Fills());
    }

    [Fact]
    public void A_stop_limit_order_does_not_trade_beyond_its_limit()
    {
        Submit(new(Name(), Ours, 0, Side.Buy, Lots(1), new OrderTerms { Type = OrderType.StopLimit, Trigger = At(105), Limit = At(106) }));
        ShowAcross(Side.Buy, 110);
        Assert.Equal([ReportKind.Accepted, ReportKind.Triggered], reports.Select(r => r.Kind));
        ShowAcross(Side.Buy, 106);
        Assert.Equal("1 at 106", Fills());
    }

    [Fact]
    public void A_trailing_stop_follows_the_market_and_never_goes_back()
    {
        Submit(new(Name(), Ours, 0, Side.Sell, Lots(1), new OrderTerms { Type = OrderType.TrailingStop, Trail = At(3) }));
        Quote(110, 10, 111, 10);
        Quote(108, 10, 109, 10);
        Assert.Equal("", Fills());
        Quote(107, 10, 108, 10);
        Assert.Equal("1 at 107", Fills());
    }

    [Theory]
    [InlineData(TriggerBy.Last, 0)]
    [InlineData(TriggerBy.Mid, 1)]
    public void A_trigger_may_look_at_the_last_trade_or_at_the_middle(TriggerBy by, int pulledBy)
    {
        Submit(new(Name(), Ours, 0, Side.Buy, Lots(1), new OrderTerms { Type = OrderType.Stop, Trigger = At(105), TriggerBy = by }));
        Quote(103, 10, 106, 10); // the middle is 104.5
        Assert.Single(reports);
        if (pulledBy == 0) Trade(Side.Buy, 105, 1);
        else Quote(104, 10, 106, 10);
        Assert.Contains(reports, r => r.Kind == ReportKind.Triggered);
    }

    [Fact]
    public void An_iceberg_shows_a_part_and_goes_behind_the_others_with_the_next()
    {
        Submit(new(Name(), Ours, 0, Side.Buy, Lots(9), OrderTerms.AtLimit(At(100)) with { Display = Lots(3) }));
        Submit(Limit(Side.Buy, 2, 100, account: Others));
        Trade(Side.Sell, 100, 4);
        Assert.Equal("3 at 100, 1 at 100", Fills());
        Trade(Side.Sell, 100, 8);
        Assert.Equal("3 at 100, 1 at 100, 1 at 100, 3 at 100, 3 at 100", Fills());
    }

    [Fact]
    public void A_large_taker_meets_all_of_an_iceberg_before_it_goes_to_a_worse_price()
    {
        Submit(new(Name(), Ours, 0, Side.Sell, Lots(6), OrderTerms.AtLimit(At(100)) with { Display = Lots(2) }));
        reports.Clear();
        Submit(Limit(Side.Buy, 8, 101, TimeInForce.Ioc, Others));
        Assert.Equal("2 at 100, 2 at 100, 2 at 100, 2 at 100, 2 at 100, 2 at 100, 2 at 101", Fills());
    }

    [Fact]
    public void Accounts_trade_with_each_other()
    {
        Submit(Limit(Side.Sell, 5, 100));
        Submit(Limit(Side.Buy, 7, 100, account: Others));
        Assert.Equal((-Lots(5), Lots(5)), (venue.PositionOf(Ours, 0), venue.PositionOf(Others, 0)));
    }

    [Theory]
    [InlineData(SelfTradePrevention.CancelsResting, "3 at 101", true, false)]
    [InlineData(SelfTradePrevention.CancelsComing, "", false, true)]
    [InlineData(SelfTradePrevention.CancelsBoth, "", true, true)]
    [InlineData(SelfTradePrevention.None, "5 at 100, 5 at 100", false, false)]
    public void Nobody_trades_with_himself(SelfTradePrevention prevention, string fills, bool restingGoes, bool comingGoes)
    {
        venue = Venue(new VenueSetup { SelfTrades = prevention });
        Quote(99, 10, 101, 3);
        var (resting, coming) = (Limit(Side.Sell, 5, 100), Limit(Side.Buy, 5, 101));
        Submit(resting);
        Submit(coming);
        Assert.Equal(fills, Fills());
        Assert.Equal((restingGoes, comingGoes), (IsSelfTrade(resting), IsSelfTrade(coming)));
        bool IsSelfTrade(VenueOrder order) => reports.Any(r => r.Order == order.Order && r.Reason == VenueReason.SelfTrade);
    }

    [Fact]
    public void A_reduce_only_order_never_turns_the_position()
    {
        Submit(Limit(Side.Buy, 4, 101, TimeInForce.Ioc));
        var resting = new VenueOrder(Name(), Ours, 0, Side.Sell, Lots(10), OrderTerms.AtLimit(At(103)) with { IsReduceOnly = true });
        Submit(resting);
        Submit(new(Name(), Ours, 0, Side.Sell, Lots(3), OrderTerms.AtMarket with { IsReduceOnly = true }));
        Trade(Side.Buy, 103, 10);
        Assert.Equal(Quantity.Zero, venue.PositionOf(Ours, 0));
        Submit(new(Name(), Ours, 0, Side.Sell, Lots(1), OrderTerms.AtMarket with { IsReduceOnly = true }));
        Assert.Equal(VenueReason.NothingToReduce, reports[^1].Reason);
    }

    [Fact]
    public void Orders_that_are_tied_together_never_trade_more_than_they_were_given()
    {
        Quote(90, 1, 110, 1);
        var (high, low) = (Tied(Side.Sell, 105, 4), Tied(Side.Sell, 103, 4));
        Submit(high);
        Submit(low);
        Trade(Side.Buy, 103, 3);
        Trade(Side.Buy, 105, 9);
        Assert.Equal("3 at 103, 1 at 103", Fills());
        Assert.Equal((ReportKind.Canceled, VenueReason.Linked, high.Order), (reports[^1].Kind, reports[^1].Reason, reports[^1].Order));
        Assert.Empty(venue.OpenOf(Ours));
    }

    [Fact]
    public void They_may_trade_more_together_once_one_of_them_was_told_so()
    {
        Quote(90, 1, 110, 1);
        var (high, low) = (Tied(Side.Sell, 105, 4), Tied(Side.Sell, 103, 4));
        Submit(high);
        Submit(low);
        venue.Amend(new VenueAmendment(high.Order, Lots(6), default, default, Lots(6)), Now);
        Restart();
        Trade(Side.Buy, 103, 4);
        Trade(Side.Buy, 105, 9);
        Assert.Equal("4 at 103, 2 at 105", Fills());
    }

    [Fact]
    public void Of_those_that_cancel_each_other_one_trades()
    {
        Quote(90, 1, 110, 1);
        var (high, low) = (Tied(Side.Sell, 105, 0), Tied(Side.Buy, 95, 0));
        Submit(high);
        Submit(low);
        Trade(Side.Sell, 95, 1);
        Assert.Equal((ReportKind.Canceled, VenueReason.Linked, high.Order), (reports[^1].Kind, reports[^1].Reason, reports[^1].Order));
        Trade(Side.Sell, 95, 9);
        Assert.Equal("1 at 95, 3 at 95", Fills());
    }

    private VenueOrder Tied(Side side, int limit, int together) =>
        new(Name(), Ours, 0, side, Lots(4), OrderTerms.AtLimit(At(limit)) with { Link = new Identity(77), LinkMost = Lots(together) });

    private void Restart()
    {
        var said = remembered.ToArray();
        venue = Venue(new VenueSetup());
        foreach (var record in said) venue.Restore(record);
        venue.Open(Now);
    }

    [Fact]
    public void A_smaller_order_keeps_its_place_and_another_price_gives_it_up()
    {
        var (first, second) = (Limit(Side.Buy, 5, 100), Limit(Side.Buy, 5, 100, account: Others));
        Submit(first);
        Submit(second);
        venue.Amend(new VenueAmendment(first.Order, Lots(3), default, default), Now);
        Assert.Equal((ReportKind.Updated, Lots(3)), (reports[^1].Kind, reports[^1].Quantity));
        Trade(Side.Sell, 100, 1);
        Assert.Equal(first.Order, reports[^1].Order);
        venue.Amend(new VenueAmendment(first.Order, Lots(4), default, default), Now);
        Trade(Side.Sell, 100, 1);
        Assert.Equal(second.Order, reports[^1].Order);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, -1)]
    public void Terms_that_can_not_be_are_refused_and_the_order_stands(int quantity, int limit)
    {
        var order = Limit(Side.Buy, 5, 100);
        Submit(order);
        Trade(Side.Sell, 100, 2);
        venue.Amend(new VenueAmendment(order.Order, Lots(quantity), At(limit), default), Now);
        Assert.Equal((ReportKind.ModifyRejected, VenueReason.BadTerms), (reports[^1].Kind, reports[^1].Reason));
        Trade(Side.Sell, 100, 3);
        Assert.Equal("2 at 100, 3 at 100", Fills());
    }

    [Fact]
    public void What_is_canceled_does_not_trade_and_what_is_over_can_not_be_canceled()
    {
        var order = Limit(Side.Buy, 5, 100);
        Submit(order);
        venue.Cancel(order.Order, Now);
        Trade(Side.Sell, 100, 5);
        Assert.Equal("", Fills());
        venue.Cancel(order.Order, Now);
        Assert.Equal((ReportKind.CancelRejected, VenueReason.OrderIsOver), (reports[^1].Kind, reports[^1].Reason));
        venue.Cancel(Name(), Now);
        Assert.Equal((ReportKind.CancelRejected, VenueReason.None), (reports[^1].Kind, reports[^1].Reason));
    }

    [Fact]
    public void An_order_ends_at_its_time_or_at_the_end_of_the_day()
    {
        venue = Venue(new VenueSetup { DayEnds = TimeSpan.FromHours(17) });
        var (till, day) = (Limit(Side.Buy, 1, 50, TimeInForce.Gtd), Limit(Side.Buy, 1, 51, TimeInForce.Day));
        var end = Now + TimeSpan.FromSeconds(10);
        Submit(till with { Terms = till.Terms with { Expires = end } });
        Submit(day);
        Assert.Equal(end, venue.Due);
        venue.Advance(end);
        Assert.Equal((ReportKind.Expired, till.Order), (reports[^1].Kind, reports[^1].Order));
        Assert.Equal(new Timestamp(17 * 3600 * 1_000_000_000L), venue.Due);
        venue.Advance(venue.Due!.Value);
        Assert.Equal((ReportKind.Expired, day.Order), (reports[^1].Kind, reports[^1].Order));
        Assert.Null(venue.Due);
    }

    [Fact]
    public void A_question_is_answered_with_all_that_was_said_but_refusals()
    {
        var order = Limit(Side.Buy, 5, 100);
        Submit(order);
        venue.Amend(new VenueAmendment(order.Order, Lots(8), default, default), Now);
        venue.Amend(new VenueAmendment(order.Order, Lots(1), At(-1), default), Now);
        venue.Amend(new VenueAmendment(order.Order, Lots(6), default, default), Now);
        Trade(Side.Sell, 100, 6);
        reports.Clear();
        venue.Query(order.Order, Now);
        Assert.Equal(
            [(ReportKind.Accepted, 0, 0), (ReportKind.Updated, 8, 1), (ReportKind.Updated, 6, 2), (ReportKind.Filled, 6, 1)], reports.Select(r => (r.Kind, (int)(r.Quantity.Units / 1_000_000_000), (int)r.Trade)));
    }

    [Fact]
    public void A_depth_of_prices_is_walked_through()
    {
        foreach (var (price, size) in new[] { (101, 2), (102, 3), (104, 4) }) venue.ShowDepth(0, Side.Sell, At(price), Lots(size), Now);
        Submit(Limit(Side.Buy, 20, 103, TimeInForce.Ioc));
        Assert.Equal("2 at 101, 3 at 102", Fills());
        venue.ShowDepth(0, Side.Sell, At(102), Lots(4), Now);
        Submit(new(Name(), Ours, 0, Side.Buy, Lots(20), OrderTerms.AtMarket));
        Assert.Equal("2 at 101, 3 at 102, 1 at 102, 4 at 104", Fills());
    }

    /// <summary>A venue that was killed and started again stands where it stood.</summary>
    [Fact]
    public void What_it_remembers_brings_all_of_it_back()
    {
        var (resting, stop, gone) = (Limit(Side.Buy, 5, 100), new VenueOrder(Name(), Ours, 0, Side.Sell, Lots(1), new OrderTerms { Type = OrderType.Stop, Trigger = At(90) }), Limit(Side.Buy, 1, 101));
        Submit(resting);
        Submit(stop);
        Submit(gone);
        Trade(Side.Sell, 100, 2);
        venue.Amend(new VenueAmendment(resting.Order, Lots(9), default, default), Now);
        var before = (venue.Orders, venue.Trades, venue.PositionOf(Ours, 0));
        Restart();
        reports.Clear();
        Assert.Equal(before, (venue.Orders, venue.Trades, venue.PositionOf(Ours, 0)));
        Assert.Equal([resting.Order, stop.Order], venue.OpenOf(Ours));
        Trade(Side.Sell, 100, 20);
        Assert.Equal("7 at 100", Fills());
        Submit(gone);
        Assert.Equal(1, venue.Repeated);
        Quote(89, 10, 95, 10);
        Assert.Equal("7 at 100, 1 at 101, 1 at 89", Fills());
    }

    [Theory]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, 0, 0, "a limit order needs a limit")]
    [InlineData(OrderType.Market, TimeInForce.Ioc, 100, 0, "a market order takes no limit")]
    [InlineData(OrderType.Market, TimeInForce.Gtc, 0, 0, "a market order does not rest: its time in force is IOC or FOK")]
    [InlineData(OrderType.Stop, TimeInForce.Gtc, 0, 0, "a stop order needs a trigger")]
    [InlineData(OrderType.StopLimit, TimeInForce.Gtc, 0, 100, "a stop-limit order needs a limit")]
    [InlineData(OrderType.TrailingStop, TimeInForce.Gtc, 0, 0, "a trailing-stop order needs a trail")]
    [InlineData(OrderType.Limit, TimeInForce.Gtd, 100, 0, "a GTD order needs the time at which it expires")]
    [InlineData(OrderType.MarketToLimit, TimeInForce.Ioc, 0, 0, "a market-to-limit order is meant to rest: IOC and FOK are those of a market order")]
    public void Terms_that_do_not_go_together_are_refused_in_words(OrderType type, TimeInForce time, int limit, int trigger, string fault)
    {
        var terms = new OrderTerms { Type = type, TimeInForce = time, Limit = At(limit), Trigger = At(trigger) };
        Assert.Equal(fault, terms.Fault(Lots(1), Instruments[0], Now));
        Submit(new(Name(), Ours, 0, Side.Buy, Lots(1), terms));
        Assert.Equal((ReportKind.Rejected, VenueReason.BadTerms), (reports[^1].Kind, reports[^1].Reason));
    }

    void IVenueReports.Report(in VenueReport report) => reports.Add(report);

    private Timestamp Now => new(time);

    private SimulatedVenue Venue(VenueSetup setup)
    {
        remembered.Clear();
        return new SimulatedVenue(Instruments, this, setup, remembered.Add);
    }

    private Identity Name() => new((UInt128)(++names));

    private static Quantity Lots(int lots) => new(lots * 1_000_000_000L);

    private static Price At(int price) => new(price * 1_000_000_000L);

    private VenueOrder Limit(Side side, int quantity, int limit, TimeInForce time = TimeInForce.Gtc, int account = Ours) =>
        new(Name(), account, 0, side, Lots(quantity), OrderTerms.AtLimit(At(limit), time));

    private void Submit(VenueOrder order) => venue.Submit(order, new Timestamp(++time));

    private void Quote(int bid, int bidSize, int ask, int askSize) => venue.Show(MarketEvent.Quote(0, At(bid), At(ask), Lots(bidSize), Lots(askSize), new Timestamp(++time)));

    private void ShowAcross(Side side, int price)
    {
        if (side == Side.Buy) Quote(price - 2, 10, price, 10);
        else Quote(price, 10, price + 2, 10);
    }

    private void Trade(Side aggressor, int price, int size) => venue.Show(MarketEvent.Trade(0, At(price), Lots(size), aggressor, new Timestamp(++time)));

    private string Fills() => string.Join(", ", reports.Where(r => r.Kind == ReportKind.Filled).Select(r => $"{r.Quantity} at {r.Price}"));
}
