using Microsoft.Extensions.Hosting;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Hosting.Journals;
using Noderr.Simulation.Markets;

namespace Noderr.Ingest.Sources;

/// <summary>Lets a market out of a seed run in real time: what is due travels together, once a millisecond.</summary>
internal sealed class SyntheticSource(ShardOwner<MarketEvent> ingest, InstrumentCatalog instruments, IngestSettings settings) : BackgroundService
{
    private const int MostAtOnce = 512;
    private const double UsualPrice = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (true)
        {
            while (!ingest.Owns(0)) await timer.WaitForNextTickAsync(stoppingToken);
            var market = Market();
            var next = market.Next();
            while (ingest.Owns(0) && await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = ingest.Clock;
                if (next.At > now) continue;
                var due = new List<MarketEvent>();
                for (; next.At <= now && due.Count < MostAtOnce; next = market.Next()) due.Add(next);
                _ = ingest.Ask(0, new MarketBatch(due.ToArray()));
            }
        }
    }

    /// <summary>Goes on at the prices at which the journal ends.</summary>
    private SyntheticMarket Market()
    {
        var prices = instruments.Select(i => i.Symbol).Distinct().ToDictionary(symbol => symbol, symbol => settings.Prices.GetValueOrDefault(symbol, UsualPrice));
        var count = ingest.Look(0, (IngestDecider decider) =>
        {
            foreach (var instrument in instruments)
                if (decider.LastQuote(instrument.Index) is { Ask.Units: > 0 } quote) prices[instrument.Symbol] = (quote.Bid.ToDouble() + quote.Ask.ToDouble()) / 2;
            return decider.Count;
        });
        return new SyntheticMarket(instruments, prices, (ulong)(settings.SyntheticSeed + count), settings.SyntheticRate, ingest.Clock);
    }
}
