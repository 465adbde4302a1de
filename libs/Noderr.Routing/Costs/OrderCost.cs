using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Routing.Costs;

/// <summary>What an order has cost: one as a venue saw it, or all slices of one decision together.</summary>
/// <param name="Orders">How many were sent for it; one for an order as a venue saw it.</param>
/// <param name="Style">How it was worked.</param>
/// <param name="Paid">Prices times quantities of all fills.</param>
/// <param name="Benchmarks">Null where the market of its arrival is not on record: it is counted, its cost is not known.</param>
/// <param name="Latency">From being sent to the venue's first word; of the first slice that has one.</param>
public sealed record OrderCost(
    Identity Id, Identity Parent, int Orders, int Book, int Strategy, int Instrument, Side Side, string Style, Timestamp Made, Quantity Wanted, Quantity Filled, Money Paid, Money Fees,
    Benchmarks? Benchmarks, int Rejects, TimeSpan? Latency, TimeSpan? ToFirstFill, TimeSpan? ToFull)
{
    public Price? Average => Filled.Sign > 0 ? Paid.Per(Filled) : null;

    public CostParts Parts { get; } = Benchmarks?.Parts(Side, Wanted, Filled, Paid, Fees) ?? CostParts.None;

    public bool IsMeasured => Benchmarks is not null;

    /// <summary>What was filled is worth so much at the arrival: what slippage is a part of.</summary>
    public Money FilledAtArrival => Benchmarks is { } b ? b.Arrival * Filled : Money.Zero;

    /// <summary>What was wanted is worth so much at the decision: what the shortfall is a part of.</summary>
    public Money WantedAtDecision => Benchmarks is { } b ? b.Decision * (Wanted > Filled ? Wanted : Filled) : Money.Zero;

    public Money SlippageToArrival => Parts.Execution;

    public Money SlippageToDecision => Parts.Execution + Parts.Delay;

    /// <summary>Null where the market has shown nothing meanwhile.</summary>
    public Money? SlippageToInterval => Benchmarks?.Interval is { } average ? Benchmarks.Beyond(average.Price, Side, Paid, Filled) : null;

    /// <summary>In millionths; null where nothing was filled or nothing is known.</summary>
    public long? SlippageMillionths => FilledAtArrival.Units > 0 ? SlippageToArrival.InMillionthsOf(FilledAtArrival) : null;

    public long? ShortfallMillionths => WantedAtDecision.Units > 0 ? Parts.Total.InMillionthsOf(WantedAtDecision) : null;

    /// <summary>The share of what was wanted that was filled, in millionths; null where nothing was wanted.</summary>
    public long? FillMillionths => Wanted.Sign > 0 ? Quantity.Min(Filled, Wanted).InMillionthsOf(Wanted) : null;
}
