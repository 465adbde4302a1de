using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Venues;
using Noderr.Venues;

namespace Noderr.Tests.Unit.Simulation;

public sealed class PaperVenueTests : IVenueReports
{
    private static readonly Timestamp Now = new(1);

    private readonly List<ReportKind> reports = [];
    private readonly PaperVenue venue;

    public PaperVenueTests() => venue = new PaperVenue(new InstrumentCatalog([new Instrument(0, "BTC-USD", "ALPHA", Price.Parse("1"), Quantity.Parse("1"))]), this);

    [Fact]
    public void An_order_that_comes_again_is_counted_and_traded_once()
    {
        Submit(1);
        Submit(1);
        Assert.Equal((1, 1, 0), (venue.Orders, venue.Repeated, venue.Late));
    }

    /// <summary>A paused owner's order may arrive after the next owner has asked about it.</summary>
    [Fact]
    public void What_arrives_after_a_question_about_it_is_refused_and_late_and_only_then_repeated()
    {
        venue.Query(new Identity(1), Now);
        Submit(1);
        Assert.Equal((0, 0, 1), (venue.Orders, venue.Repeated, venue.Late));
        Submit(1);
        Assert.Equal((0, 1, 1), (venue.Orders, venue.Repeated, venue.Late));
        Assert.Equal([ReportKind.NotKnown, ReportKind.NotKnown, ReportKind.NotKnown], reports);
    }

    void IVenueReports.Report(in VenueReport report) => reports.Add(report.Kind);

    private void Submit(int name) => venue.Submit(new VenueOrder(new Identity((UInt128)name), 0, Side.Buy, Quantity.Parse("1"), Price.Parse("1")), Now);
}
