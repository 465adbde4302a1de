using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Routing.Costs;

/// <summary>
/// What orders have cost. First all that is on record of the orders is there, then the market goes by once, then it is measured. The same records give
/// the same answer, whoever asks and whenever.
/// </summary>
public sealed class CostAnalysis
{
    private readonly InstrumentCatalog instruments;
    private readonly MarketSweep market = new();
    private readonly Decision[] parents;
    private readonly Func<OrderRecord, bool> isChosen;
    private Timestamp last = Timestamp.Min;

    /// <param name="isChosen">Which orders are looked at. A decision is, with all its slices, when one of them is.</param>
    public CostAnalysis(OrderRecords records, InstrumentCatalog instruments, Func<OrderRecord, bool> isChosen)
    {
        (this.instruments, this.isChosen) = (instruments, isChosen);
        parents = [.. Decision.Of(records, instruments).Where(p => p.Slices.Any(isChosen))];
        Denied = records.All.Count(o => o.IsDenied && isChosen(o));
        foreach (var parent in parents)
        {
            Ask(parent.Instrument, parent.Arrived, parent.Ended);
            if (parent.Signal is { } signal) market.Ask(signal.Instrument, signal.At);
            foreach (var slice in parent.Slices) Ask(slice.Instrument, slice.Arrived, slice.Ended);
        }
    }

    /// <summary>Refused by ourselves: no venue has seen them, and they have cost nothing.</summary>
    public int Denied { get; }

    /// <summary>The part of the market that is needed: ticks before it only say how it stood at its beginning.</summary>
    public (Timestamp First, Timestamp Last)? Range => market.Range;

    public void Observe(in MarketEvent tick)
    {
        last = Timestamp.Later(last, tick.At);
        market.Observe(tick);
    }

    /// <summary>Each decision, with all that was made for it.</summary>
    public IEnumerable<OrderCost> Decisions() => parents.Select(Measure);

    /// <summary>Each order, as its venue saw it.</summary>
    public IEnumerable<OrderCost> Orders() => from parent in parents from slice in parent.Slices where isChosen(slice) select Measure(parent, slice);

    private OrderCost Measure(Decision parent)
    {
        var first = parent.Slices[0];
        var (filled, paid, fees) = parent.Slices.Aggregate((Filled: Quantity.Zero, Paid: Money.Zero, Fees: Money.Zero), (sum, s) => (sum.Filled + s.Filled, sum.Paid + s.Paid, sum.Fees + s.Fees));
        var lastFill = parent.Slices.Max(s => s.LastFill);
        return new OrderCost(
            parent.Id, parent.Id, parent.Slices.Count, first.Book, first.Strategy, parent.Instrument, first.Side, parent.Style, parent.Arrived,
            parent.Wanted, filled, paid, fees, BenchmarksOf(parent.Instrument, parent.Arrived, parent.Ended, DecisionOf(parent, first)), parent.Slices.Count(s => s.IsRejected),
            parent.Slices.Select(s => s.Latency).FirstOrDefault(l => l is not null), parent.Slices.Min(s => s.FirstFill) - parent.Arrived,
            filled >= parent.Wanted ? lastFill - parent.Arrived : null);
    }

    private OrderCost Measure(Decision parent, OrderRecord slice) => new(
        slice.Id, parent.Id, 1, slice.Book, slice.Strategy, slice.Instrument, slice.Side, OrderStyle.Of(slice.Terms, 1), slice.Arrived, slice.Wanted, slice.Filled, slice.Paid, slice.Fees,
        BenchmarksOf(slice.Instrument, slice.Arrived, slice.Ended, DecisionOf(parent, slice)), slice.IsRejected ? 1 : 0, slice.Latency, slice.FirstFill - slice.Arrived,
        slice.Filled >= slice.Quantity ? slice.LastFill - slice.Arrived : null);

    // A signal names the price across that it saw. Held against that, half the spread would look like a gain: the mid of that moment is the price of the decision.
    private Price? DecisionOf(Decision parent, OrderRecord order)
    {
        if (parent.Signal is not { } signal) return order.Trigger?.Price is { Units: > 0 } trigger ? trigger : null;
        if (market.At(signal.Instrument, signal.At) is { IsQuoted: true } seen) return seen.Mid;
        return signal.Reference.Units > 0 ? signal.Reference : null;
    }

    private Benchmarks? BenchmarksOf(int instrument, Timestamp arrived, Timestamp? ended, Price? decision)
    {
        var arrival = market.At(instrument, arrived);
        if (!arrival.IsQuoted) return null;
        var end = market.At(instrument, ended ?? last);
        return new Benchmarks(decision ?? arrival.Mid, arrival.Mid, arrival.HalfSpread, arrival.AverageUntil(end), end.Mid);
    }

    private void Ask(int instrument, Timestamp arrived, Timestamp? ended)
    {
        market.Ask(instrument, arrived);
        if (ended is { } end) market.Ask(instrument, end);
    }
}
