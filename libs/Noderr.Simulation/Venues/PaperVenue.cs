using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Venues;

namespace Noderr.Simulation.Venues;

/// <summary>What became of an order at the paper venue; all of its orders end at once.</summary>
public readonly record struct PaperOutcome(Identity Order, ReportKind End, int Instrument, Side Side, Quantity Filled, Price Price, Money Fee, long Trade);

/// <summary>
/// A venue that is not there. It fills against the quotes it is shown, no more than they offer: what was taken is gone until the venue
/// quotes anew.
/// </summary>
public sealed class PaperVenue(InstrumentCatalog instruments, IVenueReports reports, Action<PaperOutcome>? settled = null) : IVenue
{
    private const int Remembered = 65_536;

    private readonly MarketEvent[] quotes = new MarketEvent[instruments.Count];
    private readonly Quantity[] positions = new Quantity[instruments.Count];
    private readonly Dictionary<UInt128, PaperOutcome> outcomes = new(Remembered);
    private readonly Queue<UInt128> oldest = new(Remembered);
    private readonly HashSet<UInt128> late = [];

    public long Orders { get; private set; }

    /// <summary>Orders under a name that was sent before.</summary>
    public long Repeated { get; private set; }

    /// <summary>Orders that came for the first time after a question about them, and were refused.</summary>
    public long Late { get; private set; }

    public long Trades { get; private set; }

    public Quantity PositionOf(int instrument) => positions[instrument];

    public void Show(in MarketEvent market)
    {
        if (market.Kind == MarketKind.Quote) quotes[market.Instrument] = market;
    }

    public void Submit(in VenueOrder order, Timestamp now)
    {
        if (outcomes.TryGetValue(order.Order.Value, out var known))
        {
            if (known.End == ReportKind.NotKnown && late.Add(order.Order.Value)) Late++;
            else Repeated++;
            Tell(known, now);
            return;
        }
        var outcome = Trade(order);
        Settle(outcome);
        Tell(outcome, now);
    }

    /// <summary>A name that nobody has sent is refused from now on, or the answer would not stay true: the order may still be on its way.</summary>
    public void Query(Identity order, Timestamp now)
    {
        if (!outcomes.TryGetValue(order.Value, out var outcome))
        {
            outcome = new PaperOutcome(order, ReportKind.NotKnown, -1, default, default, default, default, 0);
            Settle(outcome);
        }
        Tell(outcome, now);
    }

    /// <summary>As it was settled before: for a venue that remembers.</summary>
    public void Restore(in PaperOutcome outcome) => Remember(outcome);

    private void Settle(in PaperOutcome outcome)
    {
        Remember(outcome);
        settled?.Invoke(outcome);
    }

    private void Remember(in PaperOutcome outcome)
    {
        outcomes.Add(outcome.Order.Value, outcome);
        oldest.Enqueue(outcome.Order.Value);
        if (oldest.Count > Remembered)
        {
            var forgotten = oldest.Dequeue();
            outcomes.Remove(forgotten);
            late.Remove(forgotten);
        }
        if (outcome.End != ReportKind.NotKnown) Orders++;
        if (outcome.Trade == 0) return;
        Trades = outcome.Trade;
        positions[outcome.Instrument] += outcome.Side.Signed(outcome.Filled);
    }

    private PaperOutcome Trade(in VenueOrder order)
    {
        var none = new PaperOutcome(order.Order, ReportKind.Rejected, order.Instrument, order.Side, default, default, default, 0);
        if ((uint)order.Instrument >= (uint)quotes.Length || order.Quantity.Sign <= 0) return none;
        ref var quote = ref quotes[order.Instrument];
        var price = order.Side == Side.Buy ? quote.Ask : quote.Bid;
        var offered = order.Side == Side.Buy ? quote.AskSize : quote.BidSize;
        var crosses = price.Units > 0 && (order.Side == Side.Buy ? order.Limit >= price : order.Limit <= price);
        var filled = crosses ? Quantity.Min(order.Quantity, offered) : Quantity.Zero;
        if (filled.Sign <= 0) return none with { End = ReportKind.Canceled };
        quote = order.Side == Side.Buy ? quote with { AskSize = offered - filled } : quote with { BidSize = offered - filled };
        return none with
        {
            End = filled == order.Quantity ? ReportKind.Filled : ReportKind.Canceled,
            Filled = filled,
            Price = price,
            Fee = (price * filled).Millionths(instruments[order.Instrument].FeeMillionths),
            Trade = Trades + 1,
        };
    }

    private void Tell(in PaperOutcome outcome, Timestamp now)
    {
        if (outcome.End is ReportKind.Rejected or ReportKind.NotKnown)
        {
            reports.Report(new VenueReport(outcome.End, outcome.Order, default, default, default, 0, now));
            return;
        }
        reports.Report(new VenueReport(ReportKind.Accepted, outcome.Order, default, default, default, 0, now));
        if (outcome.Trade > 0) reports.Report(new VenueReport(ReportKind.Filled, outcome.Order, outcome.Filled, outcome.Price, outcome.Fee, outcome.Trade, now));
        if (outcome.End == ReportKind.Canceled) reports.Report(new VenueReport(ReportKind.Canceled, outcome.Order, default, default, default, 0, now));
    }
}
