using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Venues;

namespace Noderr.Venues.Paper;

/// <summary>The venue behind one lock, with its memory on the disk and an account for each book.</summary>
public sealed class PaperDesk : IVenueReports, IDisposable
{
    private const int MostAtOnce = 1_000;

    private readonly Lock gate = new();
    private readonly List<VenueReport> said = [];
    private readonly InstrumentCatalog instruments;
    private readonly SimulatedVenue venue;
    private readonly OrderFile? file;
    private readonly AccountReports[] accounts;
    private long numbers;

    public PaperDesk(PaperSettings settings, InstrumentCatalog instruments, Book[] books)
    {
        this.instruments = instruments;
        accounts = [.. books.Select(_ => new AccountReports())];
        file = settings.Data.Length > 0 ? new OrderFile(settings.Data, instruments, [.. books.Select(b => b.Name)]) : null;
        venue = new SimulatedVenue(instruments, this, null, Remember);
        foreach (var record in file?.ReadAll() ?? [])
        {
            accounts[record.Order.Account].Add(++numbers, record.Report);
            venue.Restore(record);
        }
        venue.Open(Now);
    }

    public void Show(IReadOnlyList<MarketEvent> market)
    {
        lock (gate)
            foreach (var e in market) venue.Show(e);
    }

    public VenueReport[] Submit(VenueOrder order) => Listen(v => v.Submit(order, Now));

    public VenueReport[] Amend(VenueAmendment amendment) => Listen(v => v.Amend(amendment, Now));

    public VenueReport[] Cancel(Identity order) => Listen(v => v.Cancel(order, Now));

    public VenueReport[] Query(Identity order) => Listen(v => v.Query(order, Now));

    /// <summary>What an account was told after that number; waits for it, but not for ever.</summary>
    public async Task<(long Number, VenueReport Report)[]> Reports(int account, long after, TimeSpan wait, CancellationToken cancel)
    {
        Task more;
        lock (gate)
        {
            if (accounts[account].After(after, MostAtOnce) is { Length: > 0 } at) return at;
            more = accounts[account].More;
        }
        await Task.WhenAny(more, Task.Delay(wait, cancel));
        lock (gate) return accounts[account].After(after, MostAtOnce);
    }

    /// <summary>Orders whose time is over end; returns when there is something to do again.</summary>
    public TimeSpan? Advance()
    {
        lock (gate)
        {
            venue.Advance(Now);
            return venue.Due is { } due ? due - Now : null;
        }
    }

    public (Quantity[] Holdings, long Orders, long Repeated, long Late, long Trades) Account()
    {
        lock (gate) return ([.. instruments.Select(i => venue.PositionOf(i.Index))], venue.Orders, venue.Repeated, venue.Late, venue.Trades);
    }

    public void Dispose() => file?.Dispose();

    void IVenueReports.Report(in VenueReport report) => said.Add(report);

    private static Timestamp Now => Timestamp.From(DateTimeOffset.UtcNow);

    private void Remember(VenueRecord record)
    {
        file?.Append(record);
        accounts[record.Order.Account].Add(++numbers, record.Report);
    }

    private VenueReport[] Listen(Action<SimulatedVenue> call)
    {
        lock (gate)
        {
            said.Clear();
            call(venue);
            return [.. said];
        }
    }
}
