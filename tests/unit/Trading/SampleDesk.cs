using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Simulation.Markets;
using Noderr.Trainer;

namespace Noderr.Tests.Unit.Trading;

/// <summary>Three symbols on two venues, two strategies, and a market out of a seed.</summary>
internal static class SampleDesk
{
    public static readonly InstrumentCatalog Instruments = new(
        from symbol in new[] { ("BTC-USD", "0.01", "0.0001"), ("ETH-USD", "0.01", "0.001"), ("SOL-USD", "0.001", "0.01") }
        from venue in new[] { "ALPHA", "BETA" }
        select new Instrument(0, symbol.Item1, venue, Price.Parse(symbol.Item2), Quantity.Parse(symbol.Item3)) { FeeMillionths = venue == "ALPHA" ? 20 : 30 });

    public static readonly Book Book = new(0, "main",
    [
        new("reversion", StrategyKind.MeanReversion, [0, 1, 2], Quantity.Parse("0.05"), 0.8, 0.2),
        new("momentum", StrategyKind.Momentum, [3, 4, 5], Quantity.Parse("0.5"), 1.0, 0.3),
    ], new Limits());

    public static SyntheticMarket Market(ulong seed, Timestamp? start = null) => new(
        Instruments, new Dictionary<string, double> { ["BTC-USD"] = 60_000, ["ETH-USD"] = 3_000, ["SOL-USD"] = 150 }, seed, 1000, start ?? Timestamp.FromMilliseconds(1_700_000_000_000));

    public static MemoryDesk Run(ulong seed, int ticks)
    {
        var desk = new MemoryDesk(Book, Instruments);
        var market = Market(seed);
        for (var i = 0; i < ticks; i++) desk.Tick(market.Next());
        return desk;
    }

    public static UInt128 Hash(MemoryDesk desk)
    {
        var state = new StateWriter();
        desk.Save(state);
        return state.Hash;
    }

    public sealed class Fills : Noderr.Journal.Memory.ISubscriber<ExecutionEvent>
    {
        public List<ExecutionEvent> All { get; } = [];

        public void On(in ExecutionEvent e, Timestamp at)
        {
            if (e.Kind == ExecutionKind.Filled) All.Add(e);
        }
    }
}
