using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Venues;
using Noderr.Venues;

namespace Noderr.Tests.Unit.Simulation;

public sealed class DistantVenueTests : IVenueReports
{
    private static readonly InstrumentCatalog Instruments = new([new Instrument(0, "BTC-USD", "ALPHA", Price.Parse("1"), Quantity.Parse("1"))]);
    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_000);

    private readonly List<(Timestamp At, VenueReport Report)> heard = [];
    private Timestamp now = Start;

    [Fact]
    public void A_call_and_its_answer_take_their_time()
    {
        var venue = Venue(new ConnectionSetup { There = TimeSpan.FromMilliseconds(3), Back = TimeSpan.FromMilliseconds(4) });
        venue.Submit(Order(1), Start);
        Go(venue, 2);
        Assert.Equal(0, venue.Venue.Orders);
        Go(venue, 3);
        Assert.Equal((1, 0), (venue.Venue.Orders, heard.Count));
        Go(venue, 7);
        Assert.Equal([ReportKind.Accepted, ReportKind.Filled], heard.Select(h => h.Report.Kind));
        Assert.All(heard, h => Assert.Equal(Start + TimeSpan.FromMilliseconds(3), h.Report.At));
    }

    [Fact]
    public void What_is_sent_first_arrives_first()
    {
        var venue = Venue(new ConnectionSetup { There = TimeSpan.FromMilliseconds(1), Jitter = TimeSpan.FromMilliseconds(50), Seed = 3 });
        for (var i = 1; i <= 50; i++) venue.Submit(Order(i), Start);
        Go(venue, 200);
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (UInt128)i), heard.Where(h => h.Report.Kind == ReportKind.Accepted).Select(h => h.Report.Order.Value));
    }

    [Theory]
    [InlineData(1_000_000, 0, 0)]
    [InlineData(0, 1_000_000, 1)]
    public void A_call_that_is_not_answered_is_lost_whether_it_arrived_or_not(int lost, int unanswered, int orders)
    {
        var venue = Venue(new ConnectionSetup { LostMillionths = lost, UnansweredMillionths = unanswered, Patience = TimeSpan.FromMilliseconds(20) });
        venue.Submit(Order(1), Start);
        Go(venue, 100);
        Assert.Equal((ReportKind.Lost, orders), (Assert.Single(heard).Report.Kind, (int)venue.Venue.Orders));
    }

    [Fact]
    public void An_outage_lets_nothing_through()
    {
        var venue = Venue(new ConnectionSetup { Outages = [(Start, TimeSpan.FromMilliseconds(10))] });
        venue.Submit(Order(1), Start);
        now = Start + TimeSpan.FromMilliseconds(10);
        venue.Submit(Order(2), now);
        Go(venue, 2_000);
        Assert.Equal(1, venue.Venue.Orders);
        Assert.Contains(heard, h => h.Report is { Kind: ReportKind.Lost, Order.Value: var order } && order == 1);
    }

    [Fact]
    public void A_refusal_for_no_reason_is_remembered_as_any_other()
    {
        var venue = Venue(new ConnectionSetup { RejectedMillionths = 1_000_000 });
        venue.Submit(Order(1), Start);
        venue.Submit(Order(1), Start);
        Go(venue, 10);
        Assert.Equal([(ReportKind.Rejected, VenueReason.OutOfOrder), (ReportKind.Rejected, VenueReason.OutOfOrder)], heard.Select(h => (h.Report.Kind, h.Report.Reason)));
        Assert.Equal(1, venue.Venue.Repeated);
    }

    [Fact]
    public void The_same_seed_loses_the_same()
    {
        Assert.Equal(Play(7), Play(7));
        Assert.NotEqual(Play(7), Play(8));

        string Play(ulong seed)
        {
            heard.Clear();
            var venue = Venue(new ConnectionSetup { LostMillionths = 200_000, UnansweredMillionths = 200_000, MissedMillionths = 100_000, Jitter = TimeSpan.FromMilliseconds(5), Seed = seed });
            for (var i = 1; i <= 100; i++) venue.Submit(Order(i), Start);
            Go(venue, 5_000);
            return string.Join(" ", heard.Select(h => $"{h.At.Nanoseconds}:{h.Report.Order.Value}:{h.Report.Kind}"));
        }
    }

    void IVenueReports.Report(in VenueReport report) => heard.Add((now, report));

    private DistantVenue Venue(ConnectionSetup setup)
    {
        var venue = new DistantVenue(setup, this, reports => new SimulatedVenue(Instruments, reports));
        venue.Venue.Show(MarketEvent.Quote(0, Price.Parse("99"), Price.Parse("100"), Quantity.Parse("1000"), Quantity.Parse("1000"), Start));
        return venue;
    }

    private static VenueOrder Order(int name) => new(new Identity((UInt128)name), 0, 0, Side.Buy, Quantity.Parse("1"), OrderTerms.AtLimit(Price.Parse("100"), TimeInForce.Ioc));

    private void Go(DistantVenue venue, int milliseconds)
    {
        var until = Start + TimeSpan.FromMilliseconds(milliseconds);
        while (venue.Due is { } due && due <= until)
        {
            now = due;
            venue.Advance(due);
        }
        now = until;
        venue.Advance(until);
    }
}
