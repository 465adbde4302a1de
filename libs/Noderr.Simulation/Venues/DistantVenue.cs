using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Venues;

namespace Noderr.Simulation.Venues;

/// <summary>
/// A venue at the other end of a connection. Calls and reports take their time and keep their order; some are lost, and the trader is told that nobody knows what
/// became of his call. A question that is answered is answered with the truth.
/// </summary>
public sealed class DistantVenue : IVenue, IVenueReports
{
    private readonly ConnectionSetup setup;
    private readonly IVenueReports reports;
    private readonly PriorityQueue<Delivery, (long At, long Number)> underWay = new();
    private SeededRandom random;
    private Timestamp time = Timestamp.Min, lastThere = Timestamp.Min, lastBack = Timestamp.Min;
    private bool isUnanswered;
    private long numbers;

    /// <param name="venue">Makes the venue, given where its reports go.</param>
    public DistantVenue(ConnectionSetup setup, IVenueReports reports, Func<IVenueReports, SimulatedVenue> venue)
    {
        (this.setup, this.reports, random) = (setup, reports, new SeededRandom(setup.Seed));
        Venue = venue(this);
    }

    /// <summary>The venue as it is where it stands.</summary>
    public SimulatedVenue Venue { get; }

    /// <summary>When <see cref="Advance"/> has something to do.</summary>
    public Timestamp? Due => underWay.TryPeek(out _, out var at) && !(Venue.Due?.Nanoseconds < at.At) ? new Timestamp(at.At) : Venue.Due;

    public void Submit(in VenueOrder order, Timestamp now) => Call(new Delivery(order, default, default, default), order.Order, now);

    public void Amend(in VenueAmendment amendment, Timestamp now) => Call(new Delivery(default, amendment, default, default), amendment.Order, now);

    public void Cancel(Identity order, Timestamp now) => Call(new Delivery(default, default, order, default), order, now);

    /// <summary>A question that gets no answer is asked again by who wants to know.</summary>
    public void Query(Identity order, Timestamp now) => Call(new Delivery(default, default, default, order), order, now);

    /// <summary>Whatever arrives by then arrives, each at its time.</summary>
    public void Advance(Timestamp until)
    {
        while (Due is { } due && due <= until)
        {
            time = Timestamp.Later(time, due);
            if (underWay.TryPeek(out _, out var next) && next.At <= due.Nanoseconds) Arrive(underWay.Dequeue());
            else Venue.Advance(due);
        }
        time = Timestamp.Later(time, until);
    }

    void IVenueReports.Report(in VenueReport report)
    {
        if (isUnanswered || setup.IsOut(time) || Chance(setup.MissedMillionths)) return;
        Post(new Delivery(report), ref lastBack, time, setup.Back);
    }

    private void Call(Delivery call, Identity order, Timestamp at)
    {
        time = Timestamp.Later(time, at);
        var lost = new VenueReport(ReportKind.Lost, order, default, default, default, 0, time + setup.Patience);
        if (setup.IsOut(time) || Chance(setup.LostMillionths))
        {
            underWay.Enqueue(new Delivery(lost), (lost.At.Nanoseconds, ++numbers));
            return;
        }
        if (Chance(setup.UnansweredMillionths))
        {
            call = call with { IsUnanswered = true };
            underWay.Enqueue(new Delivery(lost), (lost.At.Nanoseconds, ++numbers));
        }
        Post(call, ref lastThere, time, setup.There);
    }

    private void Arrive(in Delivery arrived)
    {
        if (arrived.Report is { } report)
        {
            reports.Report(report);
            return;
        }
        isUnanswered = arrived.IsUnanswered;
        if (!arrived.Submitted.Order.IsNone && Chance(setup.RejectedMillionths)) Venue.Refuse(arrived.Submitted, time);
        else if (!arrived.Submitted.Order.IsNone) Venue.Submit(arrived.Submitted, time);
        else if (!arrived.Amended.Order.IsNone) Venue.Amend(arrived.Amended, time);
        else if (!arrived.Canceled.IsNone) Venue.Cancel(arrived.Canceled, time);
        else Venue.Query(arrived.Queried, time);
        isUnanswered = false;
    }

    // One connection: what was sent first arrives first.
    private void Post(in Delivery delivery, ref Timestamp last, Timestamp at, TimeSpan takes)
    {
        last = Timestamp.Later(last, at + takes + setup.Jitter * random.Unit());
        underWay.Enqueue(delivery, (last.Nanoseconds, ++numbers));
    }

    private bool Chance(int millionths) => millionths > 0 && random.Unit() * 1_000_000 < millionths;

    private readonly record struct Delivery(VenueOrder Submitted, VenueAmendment Amended, Identity Canceled, Identity Queried)
    {
        public Delivery(VenueReport report) : this(default, default, default, default) => Report = report;

        public VenueReport? Report { get; }

        public bool IsUnanswered { get; init; }
    }
}
