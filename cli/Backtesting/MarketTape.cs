using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Simulation.Markets;
using Noderr.Simulation.Recorded;

namespace Noderr.Cli.Backtesting;

/// <summary>A market with an end: what a backtest runs over.</summary>
internal interface IMarketTape : IDisposable
{
    bool TryNext(out MarketEvent e);

    /// <summary>How much of it is over, 0 to 1.</summary>
    double Share { get; }

    IReadOnlyList<SkippedRows> Skipped { get; }
}

internal sealed class RecordedTape(RecordedMarket market) : IMarketTape
{
    public double Share => market.Share;

    public IReadOnlyList<SkippedRows> Skipped => market.Skipped;

    public bool TryNext(out MarketEvent e) => market.TryNext(out e);

    public void Dispose() => market.Dispose();
}

internal sealed class SyntheticTape(InstrumentCatalog instruments, ulong seed, long events) : IMarketTape
{
    private const double EventsPerSecond = 1000;

    private static readonly Dictionary<string, double> startPrices = new() { ["BTC-USD"] = 60_000, ["ETH-USD"] = 3_000, ["SOL-USD"] = 150 };

    private readonly SyntheticMarket market = new(instruments, startPrices, seed, EventsPerSecond, Timestamp.FromMilliseconds(1_700_000_000_000));
    private long told;

    public double Share => (double)told / events;

    public IReadOnlyList<SkippedRows> Skipped => [];

    public bool TryNext(out MarketEvent e)
    {
        if (told == events)
        {
            e = default;
            return false;
        }
        told++;
        e = market.Next();
        return true;
    }

    public void Dispose()
    {
    }
}
