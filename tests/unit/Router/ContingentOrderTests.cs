using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Journal.Memory;
using Noderr.Router;
using Noderr.Simulation.Markets;
using Noderr.Tests.Unit.Trading;
using Noderr.Trainer;

namespace Noderr.Tests.Unit.Router;

/// <summary>Orders that belong together, from the router to a simulated venue and back, in a market that moves.</summary>
public sealed class ContingentOrderTests
{
    private static readonly Book Book = new(0, "main", [StrategyDeclaration.Operator("operator")], new Limits { MaxOpenOrders = 100_000, MaxOrderNotional = Money.Parse("100000000"), MaxPositionNotional = Money.Parse("1000000000"), MaxExposure = Money.Parse("5000000000") });

    private readonly SyntheticMarket market = SampleDesk.Market(21);
    private readonly MemoryDesk desk = new(Book, SampleDesk.Instruments);
    private readonly Watch watch = new();
    private Timestamp now;

    public ContingentOrderTests()
    {
        desk.Orders.Subscribe(watch);
        desk.Executions.Subscribe(watch);
        Run(2_000);
    }

    /// <summary>Take profit and stop loss close what was opened: all of it, and never more.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_bracket_closes_what_it_opened_and_no_more(ulong seed)
    {
        var random = new SeededRandom(seed);
        List<OrderGroupRequest> brackets = [];
        for (var i = 0; i < 300; i++)
        {
            brackets.Add(Bracket(i, ref random));
            Ask(brackets[^1]);
            Run(200);
            foreach (var b in brackets) Assert.True(Closed(b) <= watch.Filled(b.First!.Order), $"seed {seed}: more was closed than opened");
        }
        foreach (var b in brackets)
            desk.Control.Publish(new ControlEvent(ControlKind.CancelAsked, 0, "ann", "", now) { Request = new OrderRequest(b.First!.Order, b.First.Instrument, default, default, default) }, now);
        for (var i = 0; i < 200 && brackets.Any(b => !IsDone(b)); i++) Run(2_000);
        foreach (var b in brackets)
        {
            if (!IsDone(b) || watch.Filled(b.First!.Order) != Closed(b)) Assert.Fail($"seed {seed}: {b.Group} is not over, or not all of it is closed{Story(b)}");
        }
        var (profits, losses) = (brackets.Count(b => watch.Filled(b.Legs[0].Order).Sign > 0), brackets.Count(b => watch.Filled(b.Legs[1].Order).Sign > 0));
        Assert.True(profits > 20 && losses > 20, $"{profits} took a profit, {losses} stopped a loss");
        Assert.Equal(Quantity.Zero, SampleDesk.Instruments.Aggregate(Quantity.Zero, (sum, i) => sum + desk.Venue.PositionOf(i.Index).Abs));
    }

    [Fact]
    public void Of_two_that_cancel_each_other_one_trades()
    {
        var random = new SeededRandom(5);
        List<OrderGroupRequest> pairs = [];
        for (var i = 0; i < 200; i++)
        {
            var instrument = (int)(random.Next() % (ulong)SampleDesk.Instruments.Count);
            var (quote, size) = (watch.Quotes[instrument], Size(instrument, ref random));
            var apart = new Price(quote.Ask.Units / 2_000).Up(SampleDesk.Instruments[instrument].Tick);
            pairs.Add(new OrderGroupRequest(Name(i, 0), LegRelation.Cancels, null,
            [
                new(Name(i, 1), instrument, Side.Buy, size, OrderTerms.AtLimit(quote.Bid - apart)),
                new(Name(i, 2), instrument, Side.Sell, size, OrderTerms.AtLimit(quote.Ask + apart)),
            ]));
            Ask(pairs[^1]);
            Run(100);
        }
        Run(200_000);
        // Both may trade in the one moment before the other can be taken back: here the venue is as near as it gets, and they never do.
        Assert.All(pairs, p => Assert.True(watch.Filled(p.Legs[0].Order).Sign == 0 || watch.Filled(p.Legs[1].Order).Sign == 0));
        Assert.All(pairs.Where(p => p.Legs.Any(l => watch.Filled(l.Order).Sign > 0)), p => Assert.True(IsDone(p)));
        Assert.True(pairs.Count(p => p.Legs.Any(l => watch.Filled(l.Order).Sign > 0)) > 100);
    }

    [Fact]
    public void One_that_risk_denies_takes_the_other_with_it()
    {
        var quote = watch.Quotes[0];
        // Far beyond the market: the collar.
        var pair = new OrderGroupRequest(Name(1, 0), LegRelation.Cancels, null,
        [
            new(Name(1, 1), 0, Side.Buy, Quantity.Parse("0.01"), OrderTerms.AtLimit(new Price(quote.Bid.Units / 2).Down(SampleDesk.Instruments[0].Tick))),
            new(Name(1, 2), 0, Side.Buy, Quantity.Parse("0.01"), OrderTerms.AtLimit(new Price(quote.Ask.Units * 2))),
        ]);
        Ask(pair);
        Run(10);
        Assert.Equal(["canceled", "denied"], pair.Legs.Select(l => watch.Ends.GetValueOrDefault(l.Order.Value)));
    }

    [Fact]
    public void An_order_that_opens_another_waits_for_all_of_the_first()
    {
        var quote = watch.Quotes[0];
        var group = new OrderGroupRequest(
            Name(1, 0), LegRelation.None, new OrderRequest(Name(1, 1), 0, Side.Buy, Quantity.Parse("0.02"), OrderTerms.AtLimit(quote.Ask + quote.Ask - quote.Bid)),
            [new(Name(1, 2), 1, Side.Sell, Quantity.Parse("0.5"), OrderTerms.AtMarket)]);
        Ask(group);
        Run(3_000);
        Assert.Equal(Quantity.Parse("0.02"), watch.Filled(group.First!.Order));
        Assert.True(watch.Created[group.Legs[0].Order.Value] >= watch.FilledAt[group.First.Order.Value]);
    }

    /// <summary>The account nets: where it is short of more than was bought, there is nothing to sell.</summary>
    [Fact]
    public void A_leg_that_has_nothing_to_close_is_not_asked_for_again_and_again()
    {
        desk.Control.Publish(new ControlEvent(ControlKind.OrderAsked, 0, "ann", "", now) { Request = new OrderRequest(Name(900, 1), 0, Side.Sell, Quantity.Parse("0.04"), OrderTerms.AtMarket) }, now);
        Run(50);
        var quote = watch.Quotes[0];
        var bracket = new OrderGroupRequest(Name(1, 0), LegRelation.Reduces, new OrderRequest(Name(1, 1), 0, Side.Buy, Quantity.Parse("0.005"), OrderTerms.AtMarket),
        [
            new(Name(1, 2), 0, Side.Sell, Quantity.Parse("0.005"), OrderTerms.AtLimit(quote.Bid) with { IsReduceOnly = true }),
            new(Name(1, 3), 0, Side.Sell, Quantity.Parse("0.005"), new OrderTerms { Type = OrderType.Stop, Trigger = quote.Ask, IsReduceOnly = true }),
        ]);
        Ask(bracket);
        Run(5_000);
        Assert.True(watch.Filled(bracket.First!.Order).Sign > 0);
        Assert.Equal(2, bracket.Legs.Sum(l => OrdersOf(l).Count(o => watch.Created.ContainsKey(o.Value))));
        Assert.Equal(Quantity.Zero, Closed(bracket));
    }

    private OrderGroupRequest Bracket(int i, ref SeededRandom random)
    {
        var instrument = (int)(random.Next() % (ulong)SampleDesk.Instruments.Count);
        var (quote, tick) = (watch.Quotes[instrument], SampleDesk.Instruments[instrument].Tick);
        // One account nets: two that open against each other have nothing to close.
        var side = (Side)(instrument % 2);
        var apart = new Price((long)(quote.Ask.Units * 0.0004)).Up(tick);
        var size = Size(instrument, ref random);
        var opening = random.Unit() < 0.5 ? OrderTerms.AtMarket : OrderTerms.AtLimit(side == Side.Buy ? quote.Bid : quote.Ask, random.Unit() < 0.5 ? TimeInForce.Gtc : TimeInForce.Day);
        var (better, worse) = side == Side.Buy ? (quote.Ask + apart, quote.Bid - apart) : (quote.Bid - apart, quote.Ask + apart);
        return new OrderGroupRequest(Name(i, 0), LegRelation.Reduces, new OrderRequest(Name(i, 1), instrument, side, size, opening),
        [
            new(Name(i, 2), instrument, side.Opposite(), size, OrderTerms.AtLimit(better) with { IsReduceOnly = true }),
            // What the market does not offer at once is still to be closed: with a limit far away it stays.
            new(Name(i, 3), instrument, side.Opposite(), size, new OrderTerms { Type = OrderType.StopLimit, Trigger = worse, Limit = side == Side.Buy ? worse - apart - apart : worse + apart + apart, IsReduceOnly = true }),
        ]);
    }

    private static Quantity Size(int instrument, ref SeededRandom random) => new(SampleDesk.Instruments[instrument].Lot.Units * (1 + (long)(random.Unit() * 400)));

    private static Identity Name(int group, int place) => new(((UInt128)(uint)(group + 1) << 8) | (uint)place | UInt128.One << 100);

    private Quantity Closed(OrderGroupRequest group) => group.Legs.Aggregate(Quantity.Zero, (sum, l) => sum + OrdersOf(l).Aggregate(Quantity.Zero, (s, o) => s + watch.Filled(o)));

    private bool IsDone(OrderGroupRequest group) => Orders(group).All(o => watch.Ends.ContainsKey(o.Value) || !watch.Created.ContainsKey(o.Value));

    private string Story(OrderGroupRequest group) => string.Concat(watch.Log.Where(l => Orders(group).Any(o => l.Contains(o.ToString(), StringComparison.Ordinal))).Select(l => "\n" + l));

    private static IEnumerable<Identity> Orders(OrderGroupRequest group) => (group.First is null ? group.Legs : group.Legs.Prepend(group.First)).SelectMany(OrdersOf);

    // A leg's order is followed by another one when more is filled of the first after it was done.
    private static IEnumerable<Identity> OrdersOf(OrderRequest leg) => Enumerable.Range(0, 20).Select(n => n == 0 ? leg.Order : Identity.Of(Identity.Kind.Order, leg.Order.Value, UInt128.MaxValue - (uint)n));

    private void Ask(OrderGroupRequest group) => desk.Control.Publish(new ControlEvent(ControlKind.GroupAsked, 0, "ann", "", now) { Group = group }, now);

    private void Run(int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            var tick = market.Next();
            now = tick.At;
            if (tick.Kind == MarketKind.Quote) watch.Quotes[tick.Instrument] = tick;
            desk.Tick(tick);
            if (i % 50 == 0) Assert.Equal(Hash(desk.Router), Hash(Loaded(desk.Router)));
        }
    }

    private static UInt128 Hash(RouterDecider router)
    {
        var state = new StateWriter();
        router.Save(state);
        return state.Hash;
    }

    private static RouterDecider Loaded(RouterDecider router)
    {
        var state = new StateWriter();
        router.Save(state);
        var loaded = new RouterDecider(Book, SampleDesk.Instruments);
        var reader = new StateReader(state.Written);
        loaded.Load(ref reader);
        Assert.True(reader.IsAtEnd);
        return loaded;
    }

    private sealed class Watch : ISubscriber<OrderEvent>, ISubscriber<ExecutionEvent>
    {
        private readonly Dictionary<UInt128, (Quantity Quantity, Quantity Filled)> orders = [];

        public MarketEvent[] Quotes { get; } = new MarketEvent[SampleDesk.Instruments.Count];

        public Dictionary<UInt128, string> Ends { get; } = [];

        public Dictionary<UInt128, Timestamp> Created { get; } = [];

        public Dictionary<UInt128, Timestamp> FilledAt { get; } = [];

        public Quantity Filled(Identity order) => orders.GetValueOrDefault(order.Value).Filled;

        public List<string> Log { get; } = [];

        public void On(in OrderEvent e, Timestamp at)
        {
            Log.Add($"{at} {e.Order} {e.Kind} {e.Quantity} {e.Terms.Type} {e.Limit} {e.Denial}");
            if (e.Kind == OrderKind.Created) (orders[e.Order.Value], Created[e.Order.Value]) = ((e.Quantity, Quantity.Zero), at);
            if (e.Kind == OrderKind.Denied) Ends[e.Order.Value] = "denied";
        }

        public void On(in ExecutionEvent e, Timestamp at)
        {
            Log.Add($"{at} {e.Order} {e.Kind} {e.Quantity} {e.Price} {e.Reason}");
            var order = orders[e.Order.Value];
            if (e.Kind == ExecutionKind.Updated) order.Quantity = e.Quantity;
            if (e.Kind == ExecutionKind.Filled) order.Filled += e.Quantity;
            orders[e.Order.Value] = order;
            if (e.Kind is ExecutionKind.Canceled or ExecutionKind.Rejected or ExecutionKind.Expired) Ends[e.Order.Value] = e.Kind.ToString().ToLowerInvariant();
            else if (order.Filled >= order.Quantity) (Ends[e.Order.Value], FilledAt[e.Order.Value]) = ("filled", at);
        }
    }
}
