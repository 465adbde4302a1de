using Noderr.Domain.Books;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Ingest;
using Noderr.Simulation.Markets;

namespace Noderr.Cli.Running;

/// <summary>What is traded when nothing is configured: three symbols on two venues, by two strategies.</summary>
internal static class PaperSetup
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

    /// <summary>Goes on at the prices at which the journal ends.</summary>
    public static SyntheticMarket Market(Timestamp start, ulong seed, double rate, LiveDesk desk)
    {
        var prices = new Dictionary<string, double> { ["BTC-USD"] = 60_000, ["ETH-USD"] = 3_000, ["SOL-USD"] = 150 };
        var count = desk.Ingest.Look((IngestDecider ingest) =>
        {
            foreach (var instrument in Instruments)
                if (ingest.LastQuote(instrument.Index) is { Ask.Units: > 0 } quote) prices[instrument.Symbol] = (quote.Bid.ToDouble() + quote.Ask.ToDouble()) / 2;
            return ingest.Count;
        });
        return new SyntheticMarket(Instruments, prices, seed + (ulong)count, rate, start);
    }
}
