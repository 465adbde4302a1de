using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Venues;

namespace Noderr.Venues.Paper;

/// <summary>The venue behind one lock, with its memory on the disk.</summary>
public sealed class PaperDesk : IVenueReports, IDisposable
{
    private readonly Lock gate = new();
    private readonly List<VenueReport> said = [];
    private readonly InstrumentCatalog instruments;
    private readonly PaperVenue venue;
    private readonly OrderFile? file;

    public PaperDesk(PaperSettings settings, InstrumentCatalog instruments)
    {
        this.instruments = instruments;
        file = settings.Data.Length > 0 ? new OrderFile(settings.Data, instruments) : null;
        venue = new PaperVenue(instruments, this, file is null ? null : file.Append);
        foreach (var outcome in file?.ReadAll() ?? []) venue.Restore(outcome);
    }

    public void Show(IReadOnlyList<MarketEvent> market)
    {
        lock (gate)
            foreach (var e in market) venue.Show(e);
    }

    public VenueReport[] Submit(VenueOrder order) => Listen(v => v.Submit(order, Now));

    public VenueReport[] Query(Identity order) => Listen(v => v.Query(order, Now));

    public (Quantity[] Holdings, long Orders, long Repeated, long Late, long Trades) Account()
    {
        lock (gate) return ([.. instruments.Select(i => venue.PositionOf(i.Index))], venue.Orders, venue.Repeated, venue.Late, venue.Trades);
    }

    public void Dispose() => file?.Dispose();

    void IVenueReports.Report(in VenueReport report) => said.Add(report);

    private static Timestamp Now => Timestamp.From(DateTimeOffset.UtcNow);

    private VenueReport[] Listen(Action<PaperVenue> call)
    {
        lock (gate)
        {
            said.Clear();
            call(venue);
            return [.. said];
        }
    }
}
