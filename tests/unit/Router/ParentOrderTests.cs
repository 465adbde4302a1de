using Noderr.Domain.Algorithms;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Router;

namespace Noderr.Tests.Unit.Router;

/// <summary>Orders that are worked, by a router that is killed between and comes back from its snapshot, at a venue that fills some, part of some, and none of some.</summary>
public sealed class ParentOrderTests
{
    private static readonly Identity Parent = new(7);
    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_700_000_000_000);
    private static readonly InstrumentCatalog Instruments = new([new Instrument(0, "BTC-USD", "ALPHA", Price.Parse("1"), Quantity.Parse("1"))]);
    private static readonly Book Book = new(0, "main", [StrategyDeclaration.Operator("operator")], new Limits());

    private readonly Output<OrderEvent> output = new();
    private readonly List<OrderEvent> journal = [];
    private readonly Dictionary<Identity, (OrderEvent Order, Quantity Left)> venue = [];
    private RouterDecider router = new(Book, Instruments);
    private SeededRandom random = new(1);
    private Timestamp now = Start;
    private Quantity filled;
    private int hunger = 100;

    public static TheoryData<AlgorithmKind, ulong> All => [.. from kind in Enum.GetValues<AlgorithmKind>() from seed in new ulong[] { 1, 2, 3, 4 } select (kind, seed)];

    [Theory]
    [MemberData(nameof(All))]
    public void All_of_it_is_traded_and_no_more_by_slices_that_are_sent_once(AlgorithmKind kind, ulong seed)
    {
        random = new SeededRandom(seed);
        hunger = 80;
        Ask(ControlKind.OrderAsked, Request(kind));
        Play(TimeSpan.FromSeconds(80), dies: true);
        Assert.Equal((OrderKind.WorkDone, DenialCode.None, Quantity.Parse("1000")), (journal[^1].Kind, journal[^1].Denial, journal[^1].Quantity));
        Assert.Equal(Quantity.Parse("1000"), filled);
        Assert.Single(journal, e => e.Kind == OrderKind.WorkDone);
        Slices();
        Assert.Equal(0, router.Alive);
        Assert.Null(router.Due);
    }

    [Theory]
    [InlineData(AlgorithmKind.Twap)]
    [InlineData(AlgorithmKind.Iceberg)]
    [InlineData(AlgorithmKind.Pov)]
    public void What_stands_still_sends_nothing_and_goes_on_later(AlgorithmKind kind)
    {
        Ask(ControlKind.OrderAsked, Request(kind));
        Play(TimeSpan.FromSeconds(kind == AlgorithmKind.Iceberg ? 1.3 : 10));
        Ask(ControlKind.PauseAsked);
        Play(TimeSpan.FromSeconds(5));
        var sent = Slices().Count;
        Assert.InRange(filled.ToDouble(), 1, 999);
        Assert.Empty(venue);
        Play(TimeSpan.FromSeconds(30));
        Assert.Equal(sent, Slices().Count);
        Ask(ControlKind.PauseAsked);
        Ask(ControlKind.ResumeAsked);
        Play(TimeSpan.FromSeconds(80), dies: true);
        Assert.Equal(Quantity.Parse("1000"), filled);
        Assert.Equal([OrderKind.WorkBegun, OrderKind.WorkPaused, OrderKind.WorkResumed, OrderKind.WorkDone], journal.Where(e => e.Order == Parent).Select(e => e.Kind));
    }

    [Theory]
    [InlineData(AlgorithmKind.Twap)]
    [InlineData(AlgorithmKind.Iceberg)]
    public void What_is_taken_back_ends_with_what_it_has(AlgorithmKind kind)
    {
        Ask(ControlKind.OrderAsked, Request(kind));
        Play(TimeSpan.FromSeconds(kind == AlgorithmKind.Iceberg ? 1.3 : 10));
        Ask(ControlKind.CancelAsked);
        Play(TimeSpan.FromSeconds(5));
        Assert.Equal((OrderKind.WorkDone, DenialCode.TakenBack, filled), (journal[^1].Kind, journal[^1].Denial, journal[^1].Quantity));
        Assert.Empty(venue);
        Ask(ControlKind.CancelAsked);
        Ask(ControlKind.ResumeAsked);
        Assert.Equal(OrderKind.WorkDone, journal[^1].Kind);
    }

    [Fact]
    public void Other_terms_hold_for_what_is_left()
    {
        Ask(ControlKind.OrderAsked, Request(AlgorithmKind.Iceberg));
        Play(TimeSpan.FromSeconds(1.3));
        var before = filled;
        Ask(ControlKind.AmendAsked, new OrderRequest(Parent, 0, default, Quantity.Parse("500"), new OrderTerms { Limit = Price.Parse("99") }));
        Ask(ControlKind.AmendAsked, new OrderRequest(Parent, 0, default, Quantity.Parse("1"), default));
        Assert.Contains(journal, e => e is { Kind: OrderKind.AmendDenied, Denial: DenialCode.BadTerms });
        Play(TimeSpan.FromSeconds(5));
        Assert.All(Slices().Skip(Slices().FindIndex(s => s.Limit == Price.Parse("99"))), s => Assert.Equal(Price.Parse("99"), s.Terms.Limit));
        Assert.InRange(before.ToDouble(), 1, 499);
        Assert.Equal(Quantity.Parse("500"), filled);
    }

    [Fact]
    public void What_risk_denies_again_and_again_is_given_up()
    {
        Ask(ControlKind.OrderAsked, Request(AlgorithmKind.Twap));
        hunger = -1;
        Play(TimeSpan.FromSeconds(60));
        Assert.Equal((OrderKind.WorkDone, DenialCode.KillSwitch), (journal[^1].Kind, journal[^1].Denial));
        Assert.InRange(Slices().Count, 20, 20);
    }

    [Fact]
    public void Terms_that_can_not_be_are_denied()
    {
        Ask(ControlKind.OrderAsked, Request(AlgorithmKind.Twap) with { Algorithm = new AlgorithmTerms { Kind = AlgorithmKind.Twap, Start = Start, End = Start, Slices = 5 } });
        Assert.Equal((OrderKind.Denied, DenialCode.BadTerms), (journal[^1].Kind, journal[^1].Denial));
        Assert.Null(router.Due);
    }

    private static OrderRequest Request(AlgorithmKind kind) => new(Parent, 0, Side.Buy, Quantity.Parse("1000"), OrderTerms.AtLimit(Price.Parse("101")) with { IsReduceOnly = true })
    {
        Algorithm = new AlgorithmTerms
        {
            Kind = kind,
            Start = Start + TimeSpan.FromSeconds(1),
            End = Start + TimeSpan.FromSeconds(61),
            Slices = kind is AlgorithmKind.Twap or AlgorithmKind.Vwap or AlgorithmKind.Shortfall ? 30 : 0,
            Profile = kind == AlgorithmKind.Vwap ? [.. Enumerable.Range(0, 30).Select(i => i < 10 ? 40_000 : 30_000)] : [],
            JitterMillionths = 200_000,
            ShareMillionths = kind == AlgorithmKind.Pov ? 200_000 : 0,
            Urgency = kind == AlgorithmKind.Shortfall ? 1 : 0,
            Display = kind == AlgorithmKind.Iceberg ? Quantity.Parse("40") : kind == AlgorithmKind.Sniper ? Quantity.Parse("30") : default,
            Retry = TimeSpan.FromMilliseconds(500),
        },
    };

    private List<OrderEvent> Slices()
    {
        var slices = journal.Where(e => e.Kind == OrderKind.Created).ToList();
        Assert.Equal(Enumerable.Range(0, slices.Count).Select(i => Identities.Slice(Parent, i)), slices.Select(e => e.Order));
        Assert.All(slices, s => Assert.Equal((Parent, true), (s.Signal, s.Terms.IsReduceOnly)));
        return slices;
    }

    private void Play(TimeSpan time, bool dies = false)
    {
        for (var end = now + time; now < end; now += TimeSpan.FromMilliseconds(50))
        {
            if (router.Due <= now)
            {
                output.Clear();
                router.Decide(now, output);
                Say();
                Assert.True(router.Due is not { } due || due > now || output.Count > 0, "it says nothing and is due still");
            }
            Hear(MarketEvent.Quote(0, Price.Parse("100"), Price.Parse("101"), Quantity.Parse("50"), Quantity.Parse("50"), now));
            if (random.Unit() < 0.3) Hear(MarketEvent.Trade(0, Price.Parse("101"), Quantity.Parse("40"), Side.Buy, now));
            Trade();
            if (dies && random.Unit() < 0.05) ComeBack();
        }
    }

    // What rests is filled by and by; what does not is filled, in part or not at all, and is over.
    private void Trade()
    {
        foreach (var (order, left) in venue.Values.ToArray())
        {
            if (random.Unit() < 0.5) continue;
            var size = random.Unit() * 100 < hunger ? left : random.Unit() < 0.5 ? new Quantity(left.Units / 2).Down(Quantity.Parse("1")) : Quantity.Zero;
            if (size.Sign > 0) Hear(Execution(ExecutionKind.Filled, order, size));
            filled += size;
            if (size == left) venue.Remove(order.Order);
            else if (order.Terms.TimeInForce == TimeInForce.Ioc)
            {
                venue.Remove(order.Order);
                Hear(Execution(ExecutionKind.Canceled, order, order.Quantity));
            }
            else venue[order.Order] = (order, left - size);
        }
    }

    private ExecutionEvent Execution(ExecutionKind kind, OrderEvent order, Quantity quantity) =>
        new(kind, order.Order, 0, 0, 0, order.Side, quantity, order.Limit, Money.Zero, 0, now);

    private void Hear(in MarketEvent e)
    {
        output.Clear();
        router.Observe(e, now);
        router.Decide(e, now, output);
        Say();
    }

    private void Hear(in ExecutionEvent e)
    {
        output.Clear();
        router.Observe(e, now);
        router.Decide(e, now, output);
        Say();
    }

    private void Ask(ControlKind kind, OrderRequest? request = null)
    {
        output.Clear();
        var e = new ControlEvent(kind, 0, "ann", "", now) { Request = request ?? new OrderRequest(Parent, 0, default, default, default) };
        router.Observe(e, now);
        router.Decide(e, now, output);
        Say();
    }

    private void Say()
    {
        var said = output.Said.ToArray();
        foreach (var e in said) router.Evolve(e, now);
        journal.AddRange(said);
        foreach (var e in said)
        {
            if (e.Kind == OrderKind.Created)
            {
                output.Clear();
                router.Decide(new RiskAnswer(e.Order, hunger < 0 ? DenialCode.KillSwitch : DenialCode.None), now, output);
                Say();
            }
            else if (e.Kind == OrderKind.Routed) venue.Add(e.Order, (e, e.Quantity));
            else if (e.Kind == OrderKind.CancelAsked && venue.Remove(e.Order, out var gone)) Hear(Execution(ExecutionKind.Canceled, gone.Order, gone.Order.Quantity));
        }
    }

    private void ComeBack()
    {
        var state = new StateWriter();
        router.Save(state);
        var next = new RouterDecider(Book, Instruments);
        var reader = new StateReader(state.Written);
        next.Load(ref reader);
        var again = new StateWriter();
        next.Save(again);
        Assert.Equal((state.Hash, router.Due), (again.Hash, next.Due));
        router = next;
    }
}
