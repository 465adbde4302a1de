using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Simulation.Markets;

namespace Noderr.Trainer;

/// <summary>The market that candidates are tried on: out of a seed, so that whoever repeats the training has the same.</summary>
public sealed record TrainingMarket(InstrumentCatalog Instruments, IReadOnlyDictionary<string, double> StartPrices)
{
    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_700_000_000_000);

    public int Ticks { get; init; } = 100_000;

    public double TicksPerSecond { get; init; } = 1000;

    public MarketEvent[] Make(long seed)
    {
        var market = new SyntheticMarket(Instruments, StartPrices, (ulong)seed, TicksPerSecond, Start);
        var ticks = new MarketEvent[Ticks];
        for (var i = 0; i < ticks.Length; i++) ticks[i] = market.Next();
        return ticks;
    }
}
