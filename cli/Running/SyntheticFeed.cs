using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Ingest;
using Noderr.Journal.Kafka;
using Noderr.Simulation.Markets;

namespace Noderr.Cli.Running;

/// <summary>Lets a market out of a seed run in real time: what is due travels together, once a millisecond.</summary>
internal sealed class SyntheticFeed(ShardDriver<MarketEvent> ingest, Func<Timestamp, SyntheticMarket> make)
{
    private const int MostAtOnce = 512;

    public async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!ingest.IsOwner) await timer.WaitForNextTickAsync(stop);
        var market = make(ingest.Clock);
        var next = market.Next();
        while (await timer.WaitForNextTickAsync(stop))
        {
            var now = ingest.Clock;
            if (next.At > now) continue;
            var due = new List<MarketEvent>();
            for (; next.At <= now && due.Count < MostAtOnce; next = market.Next()) due.Add(next);
            _ = ingest.Ask(new MarketBatch(due.ToArray()));
        }
    }
}
