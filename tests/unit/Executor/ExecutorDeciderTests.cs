using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Executor;
using Noderr.Journal.Deciders;
using Noderr.Simulation.Venues;
using Noderr.Venues;

namespace Noderr.Tests.Unit.Executor;

/// <summary>
/// The executor at a simulated venue whose reports are lost, late, doubled and out of order, and which it asks in the end; it dies and comes back between.
/// </summary>
public sealed class ExecutorDeciderTests : IVenueReports
{
    private static readonly Book Book = new(0, "main", [], new Limits());
    private static readonly InstrumentCatalog Instruments = new([new Instrument(0, "BTC-USD", "ALPHA", Price.Parse("1"), Quantity.Parse("1"))]);

    private readonly Output<ExecutionEvent> output = new();
    private readonly List<ExecutionEvent> journal = [];
    private readonly List<VenueReport> reports = [];
    private readonly Dictionary<UInt128, VenueReport> newest = [];
    private ExecutorDecider executor = new(Book);
    private long time = 1;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Orders_end_as_they_end_at_the_venue_whatever_happens_to_its_words(ulong seed)
    {
        var random = new SeededRandom(seed);
        var venue = new SimulatedVenue(Instruments, this);
        List<Identity> orders = [];
        for (var i = 0; i < 20_000; i++)
        {
            switch (random.Unit())
            {
                case < 0.25:
                    var order = new Identity((UInt128)(i + 1));
                    orders.Add(order);
                    Tell(new OrderEvent(OrderKind.Routed, order, default, 0, 0, 0, (Side)(random.Next() % 2), Lots(ref random, 20), default, DenialCode.None, Now) { Terms = Terms(ref random) }, venue, ref random);
                    break;
                case < 0.32 when orders.Count > 0:
                    Tell(new OrderEvent(OrderKind.CancelAsked, Any(orders, ref random), default, 0, 0, 0, default, default, default, DenialCode.None, Now), venue, ref random);
                    break;
                case < 0.4 when orders.Count > 0:
                    var terms = new OrderTerms { Limit = new Price((95 + (long)(random.Unit() * 10)) * 1_000_000_000) };
                    Tell(new OrderEvent(OrderKind.AmendAsked, Any(orders, ref random), default, 0, 0, 0, default, Lots(ref random, 20), default, DenialCode.None, Now) { Terms = terms }, venue, ref random);
                    break;
                case < 0.42:
                    ComeBack();
                    break;
                default:
                    var bid = 95 + (long)(random.Unit() * 9);
                    venue.Show(MarketEvent.Quote(0, new(bid * 1_000_000_000), new((bid + 1) * 1_000_000_000), Lots(ref random, 9), Lots(ref random, 9), Now));
                    Hear(ref random);
                    break;
            }
        }
        foreach (var order in executor.Working.ToArray()) Ask(order.Client, venue);

        var open = venue.OpenOf(0).Select(o => o.Value).ToHashSet();
        Assert.Equal(open, executor.Working.Select(o => o.Client.Value).ToHashSet());
        Assert.DoesNotContain(executor.Working, o => o.Order.IsUnknown);
        foreach (var known in executor.Working)
            if (newest.TryGetValue(known.Client.Value, out var held)) Assert.Equal((held.Quantity, held.Trade), (known.Order.Quantity, known.Revision));
        // The last of what was late.
        foreach (var report in reports.ToArray()) Decide(report);
        var filled = journal.Where(e => e.Kind == ExecutionKind.Filled).ToList();
        Assert.Equal(venue.Trades, filled.Count);
        Assert.Equal(filled.Count, filled.Select(e => e.Trade).Distinct().Count());
        Assert.Equal(venue.PositionOf(0, 0), filled.Aggregate(Quantity.Zero, (sum, e) => sum + e.Side.Signed(e.Quantity)));
        Assert.Equal(journal.Count(e => e.Kind == ExecutionKind.Submitting), journal.Where(e => e.Kind == ExecutionKind.Submitting).Select(e => e.Order).Distinct().Count());
        Assert.Equal(0, venue.Repeated);
        foreach (var once in new[] { ExecutionKind.Accepted, ExecutionKind.Triggered, ExecutionKind.Canceled })
            Assert.DoesNotContain(journal.Where(e => e.Kind == once).GroupBy(e => e.Order), g => g.Count() > 1);
        Assert.DoesNotContain(journal.Where(e => e.Kind == ExecutionKind.Updated).GroupBy(e => (e.Order, e.Trade)), g => g.Count() > 1);
        Assert.True(venue.Trades > 1_000 && journal.Any(e => e.Kind == ExecutionKind.Unknown) && journal.Any(e => e.Kind == ExecutionKind.Updated), "too little happened");
    }

    void IVenueReports.Report(in VenueReport report)
    {
        reports.Add(report);
        if (report.Kind == ReportKind.Updated && report.Trade > newest.GetValueOrDefault(report.Order.Value).Trade) newest[report.Order.Value] = report;
    }

    private Timestamp Now => new(++time * 1_000_000);

    private static Identity Any(List<Identity> orders, ref SeededRandom random) => orders[Math.Max(0, orders.Count - 1 - (int)(random.Unit() * 30))];

    private static Quantity Lots(ref SeededRandom random, int most) => new((1 + (long)(random.Unit() * most)) * 1_000_000_000);

    private static OrderTerms Terms(ref SeededRandom random)
    {
        var price = new Price((95 + (long)(random.Unit() * 10)) * 1_000_000_000);
        return random.Unit() switch
        {
            < 0.5 => OrderTerms.AtLimit(price),
            < 0.6 => OrderTerms.AtLimit(price, TimeInForce.Ioc),
            < 0.7 => OrderTerms.AtMarket,
            < 0.8 => new OrderTerms { Type = OrderType.MarketToLimit },
            < 0.85 => new OrderTerms { Type = OrderType.Stop, Trigger = price },
            < 0.9 => new OrderTerms { Type = OrderType.TrailingStop, Trail = new Price(2_000_000_000) },
            < 0.95 => OrderTerms.AtLimit(price) with { IsReduceOnly = true },
            _ => new OrderTerms { Type = OrderType.StopLimit, Trigger = price, Limit = price },
        };
    }

    private void Tell(OrderEvent order, SimulatedVenue venue, ref SeededRandom random)
    {
        output.Clear();
        executor.Decide(order, order.At, output);
        foreach (var e in Say())
        {
            var client = Identities.ClientOrder(e.Order);
            // A call may be lost on its way, or its answer.
            if (random.Unit() < 0.05)
            {
                Decide(new VenueReport(ReportKind.Lost, client, default, default, default, 0, Now));
                Ask(client, venue);
                continue;
            }
            if (e.Kind == ExecutionKind.Submitting) venue.Submit(new VenueOrder(client, 0, 0, e.Side, e.Quantity, e.Terms), Now);
            else if (e.Kind == ExecutionKind.PendingCancel) venue.Cancel(client, Now);
            else if (e.Kind == ExecutionKind.PendingUpdate) venue.Amend(new VenueAmendment(client, e.Quantity, e.Terms.Limit, e.Terms.Trigger), Now);
            if (random.Unit() < 0.05)
            {
                Decide(new VenueReport(ReportKind.Lost, client, default, default, default, 0, Now));
                Ask(client, venue);
            }
        }
        Hear(ref random);
    }

    // Some are told at once, some later, some twice, some never.
    private void Hear(ref SeededRandom random)
    {
        for (var i = reports.Count - 1; i >= 0; i--)
        {
            if (random.Unit() < 0.3) continue;
            var report = reports[(int)(random.Unit() * reports.Count)];
            Decide(report);
            if (random.Unit() < 0.8) reports.Remove(report);
        }
    }

    private void Ask(Identity client, SimulatedVenue venue)
    {
        while (true)
        {
            var from = reports.Count;
            venue.Query(client, Now);
            var answers = reports[from..];
            foreach (var answer in answers) Decide(answer);
            if (executor.Find(client) is not { Order.Status: OrderStatus.PendingCancel or OrderStatus.PendingUpdate } order) return;
            from = reports.Count;
            if (order.Order.Status == OrderStatus.PendingCancel) venue.Cancel(client, Now);
            else venue.Amend(new VenueAmendment(client, order.Asked.Quantity, order.Asked.Terms.Limit, order.Asked.Terms.Trigger), Now);
            foreach (var answer in reports[from..]) Decide(answer);
        }
    }

    private void Decide(VenueReport report)
    {
        output.Clear();
        executor.Decide(report, report.At, output);
        Say();
    }

    private List<ExecutionEvent> Say()
    {
        var said = output.Said.ToArray().ToList();
        foreach (var e in said) executor.Evolve(e, e.At);
        journal.AddRange(said);
        return said;
    }

    // Another owner: from the snapshot, which knows all that the last one did.
    private void ComeBack()
    {
        var state = new StateWriter();
        executor.Save(state);
        var next = new ExecutorDecider(Book);
        var reader = new StateReader(state.Written);
        next.Load(ref reader);
        var again = new StateWriter();
        next.Save(again);
        Assert.Equal(state.Hash, again.Hash);
        executor = next;
        output.Clear();
        executor.TakeOver(Now, output);
        Say();
    }
}
