using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Venues;

namespace Noderr.Simulation.Venues;

/// <summary>An order at the simulated venue, with all that was said of it.</summary>
internal sealed class SimulatedOrder
{
    private VenueReport[] reports = new VenueReport[4];

    public VenueOrder Asked { get; private set; }

    public Identity Id => Asked.Order;

    public Side Side => Asked.Side;

    /// <summary>As they are now: triggered ones trade as what they were triggered to.</summary>
    public OrderTerms Terms { get; set; }

    public Quantity Quantity { get; set; }

    public Quantity Filled { get; set; }

    /// <summary>How often other terms came to hold.</summary>
    public long Changes { get; set; }

    public Quantity Left => Quantity - Filled;

    /// <summary>How its end was told; null while it lives.</summary>
    public ReportKind? End { get; set; }

    /// <summary>The price at which it rests, in ticks; null while it does not.</summary>
    public long? RestsAt { get; set; }

    public long EngineId { get; private set; }

    /// <summary>It came for the first time after somebody had asked about it.</summary>
    public bool IsLate { get; set; }

    public ReadOnlySpan<VenueReport> Reports => reports.AsSpan(0, Count);

    public int Count { get; private set; }

    public void Begin(in VenueOrder asked, long engineId)
    {
        (Asked, EngineId, Terms, Quantity, Filled) = (asked, engineId, asked.Terms, asked.Quantity, Quantity.Zero);
        (End, RestsAt, IsLate, Count, Changes) = (null, null, false, 0, 0);
    }

    /// <summary>Those that it is tied to may trade more together: part of what is remembered of it.</summary>
    public void Raise(Quantity linkMost)
    {
        if (linkMost > Asked.Terms.LinkMost) Asked = Asked with { Terms = Asked.Terms with { LinkMost = linkMost } };
    }

    public void Said(in VenueReport report)
    {
        if (Count == reports.Length) Array.Resize(ref reports, Count * 2);
        reports[Count++] = report;
    }
}
