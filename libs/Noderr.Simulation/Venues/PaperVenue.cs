using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Venues;

namespace Noderr.Simulation.Venues;

/// <summary>
/// A venue that is not there. It fills against the quotes it is shown, no more than they offer: what was taken is gone until the venue
/// quotes anew.
/// </summary>
public sealed class PaperVenue(InstrumentCatalog instruments, IVenueReports reports) : IVenue
{
    private const int Remembered = 65_536;

    private readonly MarketEvent[] quotes = new MarketEvent[instruments.Count];
    private readonly Quantity[] positions = new Quantity[instruments.Count];
    private readonly Dictionary<UInt128, Outcome> outcomes = new(Remembered);
    private readonly Queue<UInt128> oldest = new(Remembered);
    private long trades;

    public Quantity PositionOf(int instrument) => positions[instrument];

    public void Show(in MarketEvent market)
    {
        if (market.Kind == MarketKind.Quote) quotes[market.Instrument] = market;
    }

    public void Submit(in VenueOrder order, Timestamp now)
    {
        if (outcomes.ContainsKey(order.Order.Value))
        {
            Query(order.Order, now);
            return;
        }
        var outcome = Trade(order);
        outcomes.Add(order.Order.Value, outcome);
        oldest.Enqueue(order.Order.Value);
        if (oldest.Count > Remembered) outcomes.Remove(oldest.Dequeue());
        Tell(order.Order, outcome, now);
    }

    public void Query(Identity order, Timestamp now)
    {
        if (outcomes.TryGetValue(order.Value, out var outcome)) Tell(order, outcome, now);
        else reports.Report(new VenueReport(ReportKind.NotKnown, order, default, default, default, 0, now));
    }

    private Outcome Trade(in VenueOrder order)
    {
        if ((uint)order.Instrument >= (uint)quotes.Length || order.Quantity.Sign <= 0) return new Outcome(ReportKind.Rejected, default, default, default, 0);
        ref var quote = ref quotes[order.Instrument];
        var price = order.Side == Side.Buy ? quote.Ask : quote.Bid;
        var offered = order.Side == Side.Buy ? quote.AskSize : quote.BidSize;
        var crosses = price.Units > 0 && (order.Side == Side.Buy ? order.Limit >= price : order.Limit <= price);
        var filled = crosses ? Quantity.Min(order.Quantity, offered) : Quantity.Zero;
        if (filled.Sign <= 0) return new Outcome(ReportKind.Canceled, default, default, default, 0);
        quote = order.Side == Side.Buy ? quote with { AskSize = offered - filled } : quote with { BidSize = offered - filled };
        positions[order.Instrument] += order.Side.Signed(filled);
        return new Outcome(filled == order.Quantity ? ReportKind.Filled : ReportKind.Canceled, filled, price, (price * filled).Millionths(instruments[order.Instrument].FeeMillionths), ++trades);
    }

    private void Tell(Identity order, in Outcome outcome, Timestamp now)
    {
        if (outcome.End == ReportKind.Rejected)
        {
            reports.Report(new VenueReport(ReportKind.Rejected, order, default, default, default, 0, now));
            return;
        }
        reports.Report(new VenueReport(ReportKind.Accepted, order, default, default, default, 0, now));
        if (outcome.Trade > 0) reports.Report(new VenueReport(ReportKind.Filled, order, outcome.Filled, outcome.Price, outcome.Fee, outcome.Trade, now));
        if (outcome.End == ReportKind.Canceled) reports.Report(new VenueReport(ReportKind.Canceled, order, default, default, default, 0, now));
    }

    private readonly record struct Outcome(ReportKind End, Quantity Filled, Price Price, Money Fee, long Trade);
}
