using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Feature;

/// <summary>Turns quotes into statistics, one after the other: what a strategy sees live is what it sees in a backtest.</summary>
public sealed class FeatureDecider(int instruments) : Decider<FeatureEvent>, IReads<MarketEvent, FeatureEvent>
{
    private readonly InstrumentStatistics[] statistics = new InstrumentStatistics[instruments];

    public void Observe(in MarketEvent input, Timestamp now)
    {
        if (input.Kind == MarketKind.Quote) statistics[input.Instrument].Quote(input);
    }

    public void Decide(in MarketEvent input, Timestamp now, Output<FeatureEvent> output)
    {
        if (input.Kind != MarketKind.Quote) return;
        ref readonly var s = ref statistics[input.Instrument];
        output.Say(new FeatureEvent(input.Instrument, s.Mid, s.Microprice, s.Fast, s.Slow, s.Flow, s.Volatility, input.Bid, input.Ask, input.At));
    }

    public override void Evolve(in FeatureEvent said, Timestamp now)
    {
        // What was said follows from what was observed; there is nothing else to remember.
    }

    public override void Save(StateWriter state)
    {
        foreach (ref readonly var s in statistics.AsSpan()) s.Save(state);
    }

    public override void Load(ref StateReader state)
    {
        for (var i = 0; i < statistics.Length; i++) statistics[i] = InstrumentStatistics.Load(ref state);
    }
}
