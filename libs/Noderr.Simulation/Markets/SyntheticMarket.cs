using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.Markets;

/// <summary>
/// A market out of a seed. Each symbol has one fair price, with trends that come and go, quiet times and bursts; each venue quotes around
/// it with a spread, sizes and small errors of its own, and now and then somebody trades.
/// </summary>
public sealed class SyntheticMarket
{
    private const double TradeShare = 0.15, EventsInRegime = 4_000, BurstShare = 0.15;

    private readonly InstrumentCatalog instruments;
    private readonly Fair[] fairs;
    private readonly int[] fairOf;
    private readonly double meanGapNs;
    private SeededRandom random;
    private double time;

    public SyntheticMarket(InstrumentCatalog instruments, IReadOnlyDictionary<string, double> startPrices, ulong seed, double eventsPerSecond, Timestamp start)
    {
        (this.instruments, random, meanGapNs, time) = (instruments, new SeededRandom(seed), 1e9 / eventsPerSecond, 0);
        Start = start;
        var symbols = instruments.Select(i => i.Symbol).Distinct().ToList();
        fairs = [.. symbols.Select(s => new Fair { Price = startPrices.TryGetValue(s, out var price) ? price : 100 })];
        fairOf = [.. instruments.Select(i => symbols.IndexOf(i.Symbol))];
    }

    public Timestamp Start { get; }

    public MarketEvent Next()
    {
        var which = (int)(random.Unit() * fairOf.Length);
        ref var fair = ref fairs[fairOf[which]];
        time += random.Exponential(meanGapNs / (fair.Bursts ? 3 : 1));
        var at = new Timestamp(Start.Nanoseconds + (long)time);
        Move(ref fair);
        var instrument = instruments[which];
        var tick = instrument.Tick.ToDouble();
        var half = Math.Max(tick, fair.Price * fair.Volatility * (1 + random.Unit()));
        var middle = fair.Price * (1 + 0.3 * fair.Volatility * random.Normal());
        var bid = OnTick(middle - half, instrument.Tick);
        var ask = OnTick(middle + half, instrument.Tick);
        if (ask <= bid) ask = bid + instrument.Tick;
        if (random.Unit() >= TradeShare) return MarketEvent.Quote(which, bid, ask, Size(instrument), Size(instrument), at);
        var aggressor = random.Unit() < 0.5 + Math.Clamp(fair.Drift / fair.Volatility, -0.3, 0.3) ? Side.Buy : Side.Sell;
        return MarketEvent.Trade(which, aggressor == Side.Buy ? ask : bid, Size(instrument), aggressor, at);
    }

    private void Move(ref Fair fair)
    {
        if (random.Unit() < 1 / EventsInRegime)
        {
            fair.Bursts = random.Unit() < BurstShare;
            fair.Volatility = 0.00003 * Math.Exp(0.5 * random.Normal()) * (fair.Bursts ? 3 : 1);
            fair.Drift = fair.Volatility * 0.05 * random.Normal();
        }
        fair.Price *= 1 + fair.Drift + fair.Volatility * random.Normal();
    }

    private Quantity Size(Instrument instrument) => new(checked(instrument.Lot.Units * (1 + (long)random.Exponential(200))));

    private static Price OnTick(double price, Price tick) => new Price((long)(price * 1e9)).Down(tick);

    private struct Fair()
    {
        public double Price = 100, Volatility = 0.00003, Drift;
        public bool Bursts;
    }
}
