using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Router;

namespace Noderr.Tests.Unit.Router;

/// <summary>What becomes of an order by hand between its asking and the executor.</summary>
public sealed class RouterDeciderTests
{
    private static readonly Identity Order = new(7);
    private static readonly Timestamp Now = new(1_000);
    private static readonly InstrumentCatalog Instruments = new([new Instrument(0, "BTC-USD", "ALPHA", Price.Parse("1"), Quantity.Parse("1"))]);
    private static readonly Book Book = new(0, "main", [StrategyDeclaration.Operator("operator")], new Limits());

    private readonly Output<OrderEvent> output = new();
    private readonly List<OrderEvent> journal = [];
    private RouterDecider router = new(Book, Instruments);

    [Fact]
    public void An_order_that_is_asked_for_goes_before_risk_and_then_to_the_executor()
    {
        Ask(ControlKind.OrderAsked, "5", OrderTerms.AtLimit(Price.Parse("100")));
        Assert.Equal(Order, Assert.Single(router.Asking).Order);
        Answer(Order, DenialCode.None);
        Assert.Equal([OrderKind.Created, OrderKind.Routed], journal.Select(e => e.Kind));
        Assert.Equal((Book.Operator, OrderTerms.AtLimit(Price.Parse("100"))), (journal[1].Strategy, journal[1].Terms));
    }

    [Fact]
    public void An_order_that_is_asked_for_twice_is_one_order()
    {
        Ask(ControlKind.OrderAsked, "5", OrderTerms.AtMarket);
        Ask(ControlKind.OrderAsked, "5", OrderTerms.AtMarket);
        Assert.Single(journal);
    }

    [Fact]
    public void Terms_that_can_not_be_never_come_before_risk()
    {
        Ask(ControlKind.OrderAsked, "0.5", OrderTerms.AtMarket);
        Assert.Equal((OrderKind.Denied, DenialCode.BadTerms), (journal[0].Kind, journal[0].Denial));
        Assert.Empty(router.Asking);
    }

    [Fact]
    public void An_order_that_is_taken_back_before_risk_has_answered_is_not_sent()
    {
        Ask(ControlKind.OrderAsked, "5", OrderTerms.AtMarket);
        Ask(ControlKind.CancelAsked);
        Answer(Order, DenialCode.None);
        Assert.Equal((OrderKind.Denied, DenialCode.TakenBack), (journal[^1].Kind, journal[^1].Denial));
    }

    [Theory]
    [InlineData("4", 0, OrderKind.AmendProposed)]
    [InlineData("0", 90, OrderKind.AmendProposed)]
    [InlineData("6", 0, OrderKind.AmendDenied)] // more
    [InlineData("3", 0, OrderKind.AmendDenied)] // filled already
    [InlineData("4.5", 0, OrderKind.AmendDenied)] // no lot
    public void Other_terms_are_proposed_where_they_can_be(string quantity, int limit, OrderKind said)
    {
        Route("5");
        Execute(ExecutionKind.Filled, "3");
        Ask(ControlKind.AmendAsked, quantity, new OrderTerms { Limit = new Price(limit * 1_000_000_000L) });
        Assert.Equal(said, journal[^1].Kind);
    }

    [Theory]
    [InlineData(DenialCode.None, OrderKind.AmendAsked)]
    [InlineData(DenialCode.PriceCollar, OrderKind.AmendDenied)]
    public void Risk_decides_on_other_terms_under_a_name_of_their_own(DenialCode denial, OrderKind said)
    {
        Route("5");
        Ask(ControlKind.AmendAsked, "4", default);
        Ask(ControlKind.AmendAsked, "3", default);
        var (first, second) = (journal[^2].Signal, journal[^1].Signal);
        Assert.NotEqual(first, second);
        Answer(second, denial);
        Assert.Equal((said, Quantity.Parse("3"), denial), (journal[^1].Kind, journal[^1].Quantity, journal[^1].Denial));
        Assert.Equal(first, Assert.Single(router.Asking).Signal);
    }

    /// <summary>Otherwise it would be there again, without a name.</summary>
    [Fact]
    public void An_order_that_ends_while_risk_is_asked_for_other_terms_stays_over()
    {
        Route("5");
        Ask(ControlKind.AmendAsked, "4", default);
        Execute(ExecutionKind.Canceled, "5");
        Answer(journal[^1].Signal, DenialCode.None);
        Assert.Equal((OrderKind.AmendDenied, DenialCode.TakenBack, 0), (journal[^1].Kind, journal[^1].Denial, router.Alive));
    }

    [Theory]
    [InlineData(ExecutionKind.Canceled)]
    [InlineData(ExecutionKind.Rejected)]
    [InlineData(ExecutionKind.Expired)]
    [InlineData(ExecutionKind.Filled)]
    public void Nothing_can_be_asked_of_an_order_that_is_over(ExecutionKind end)
    {
        Route("5");
        Execute(end, "5");
        Ask(ControlKind.CancelAsked);
        Ask(ControlKind.AmendAsked, "4", default);
        Assert.Equal((OrderKind.Routed, 0), (journal[^1].Kind, router.Alive));
    }

    [Fact]
    public void A_snapshot_holds_all_of_it()
    {
        Route("5");
        Execute(ExecutionKind.Filled, "1");
        Ask(ControlKind.AmendAsked, "4", new OrderTerms { Limit = Price.Parse("90") });
        Ask(ControlKind.CancelAsked);
        var state = new StateWriter();
        router.Save(state);
        router = new RouterDecider(Book, Instruments);
        var reader = new StateReader(state.Written);
        router.Load(ref reader);
        Assert.True(reader.IsAtEnd);
        var again = new StateWriter();
        router.Save(again);
        Assert.Equal(state.Hash, again.Hash);
        Answer(journal[^2].Signal, DenialCode.None);
        Assert.Equal(OrderKind.AmendAsked, journal[^1].Kind);
    }

    private void Route(string quantity)
    {
        Ask(ControlKind.OrderAsked, quantity, OrderTerms.AtLimit(Price.Parse("100")));
        Answer(Order, DenialCode.None);
    }

    private void Ask(ControlKind kind, string quantity = "0", OrderTerms terms = default)
    {
        output.Clear();
        router.Decide(new ControlEvent(kind, 0, "ann", "", Now) { Request = new OrderRequest(Order, 0, Side.Buy, Quantity.Parse(quantity), terms) }, Now, output);
        Say();
    }

    private void Answer(Identity asked, DenialCode denial)
    {
        output.Clear();
        router.Decide(new RiskAnswer(asked, denial), Now, output);
        Say();
    }

    private void Execute(ExecutionKind kind, string quantity) =>
        router.Observe(new ExecutionEvent(kind, Order, 0, 0, 0, Side.Buy, Quantity.Parse(quantity), Price.Parse("100"), Money.Zero, 1, Now), Now);

    private void Say()
    {
        foreach (var e in output.Said)
        {
            router.Evolve(e, Now);
            journal.Add(e);
        }
    }
}
