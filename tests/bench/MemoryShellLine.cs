using System.Diagnostics;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Hosting;
using Noderr.Hosting.Trading;
using Noderr.Simulation.Markets;
using Noderr.Trainer;

namespace Noderr.Tests.Bench;

/// <summary>A tick through all deciders in one thread, without the making of the market: feature, strategy, router, risk, executor and a paper venue.</summary>
internal static class MemoryShellLine
{
    private const int Warm = 200_000, Events = 2_000_000;

    public static Line Over(string configuration)
    {
        var ticks = new Lazy<MarketEvent[]>(() => Make(configuration));
        return new Line(
            "memory-shell",
            [("in-memory shell, all deciders, 1 thread", "events/s", true), ("  allocated", "bytes/event", false), ("  fills", "per 1000 events", true)],
            () => Measure(configuration, ticks.Value));
    }

    private static double[] Measure(string configuration, MarketEvent[] ticks)
    {
        var trading = Read(configuration);
        var desk = new MemoryDesk(trading.ToBooks()[0], trading.ToCatalog());
        var fills = new FillCount();
        desk.Executions.Subscribe(fills);
        for (var i = 0; i < Warm; i++) desk.Tick(ticks[i]);
        var (allocated, filled) = (GC.GetAllocatedBytesForCurrentThread(), fills.Count);
        var clock = Stopwatch.StartNew();
        for (var i = Warm; i < ticks.Length; i++) desk.Tick(ticks[i]);
        var took = clock.Elapsed;
        var counted = ticks.Length - Warm;
        return [counted / took.TotalSeconds, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / counted, (fills.Count - filled) * 1000.0 / counted];
    }

    private static MarketEvent[] Make(string configuration)
    {
        var prices = new Dictionary<string, double> { ["BTC-USD"] = 60_000, ["ETH-USD"] = 3_000, ["SOL-USD"] = 150 };
        var market = new SyntheticMarket(Read(configuration).ToCatalog(), prices, seed: 5, eventsPerSecond: 1000, Timestamp.FromMilliseconds(1_700_000_000_000));
        return [.. Enumerable.Range(0, Warm + Events).Select(_ => market.Next())];
    }

    private static TradingSettings Read(string configuration) => TradingFile.Read(new Surroundings { Arguments = ["--config", configuration] });

    private sealed class FillCount : Journal.Memory.ISubscriber<ExecutionEvent>
    {
        public long Count { get; private set; }

        public void On(in ExecutionEvent e, Timestamp at)
        {
            if (e.Kind == ExecutionKind.Filled) Count++;
        }
    }
}
