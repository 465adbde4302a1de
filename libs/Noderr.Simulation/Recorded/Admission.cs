using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.Recorded;

/// <summary>
/// Makes market events of what rows say, by the rule that ingest holds a live source to: prices above zero and on their tick, a bid below its
/// ask. What it refuses live a backtest must not trade on either.
/// </summary>
internal sealed class Admission(InstrumentCatalog instruments)
{
    private readonly long[] lastTrade = new long[instruments.Count];
    private readonly Side[] lastSide = new Side[instruments.Count];

    public Oddity Admit(in Observation row, Instrument instrument, out MarketEvent e)
    {
        e = default;
        if (row.Bid == Observation.Nothing || row.Ask == Observation.Nothing) return Oddity.NoPrice;
        if (row.Bid <= 0 || row.Ask <= 0) return Oddity.PriceNotPositive;
        return row.Kind == MarketKind.Trade ? Trade(row, instrument, out e) : Quote(row, instrument, out e);
    }

    private static Oddity Quote(in Observation row, Instrument instrument, out MarketEvent e)
    {
        e = default;
        var (bid, ask) = (new Price(row.Bid), new Price(row.Ask));
        if (row.IsMiddle) (bid, ask) = (bid.Down(instrument.Tick) - instrument.Tick, ask.Up(instrument.Tick) + instrument.Tick);
        if (bid.Units <= 0) return Oddity.PriceNotPositive;
        if (bid >= ask) return Oddity.NoSpread;
        if (!bid.IsMultipleOf(instrument.Tick) || !ask.IsMultipleOf(instrument.Tick)) return Oddity.OffTick;
        var (bidSize, askSize) = (Size(row.BidSize, instrument), Size(row.AskSize, instrument));
        if (bidSize.Sign < 0 || askSize.Sign < 0) return Oddity.NoSize;
        e = MarketEvent.Quote(instrument.Index, bid, ask, bidSize, askSize, row.At);
        return Oddity.None;
    }

    private Oddity Trade(in Observation row, Instrument instrument, out MarketEvent e)
    {
        e = default;
        var (price, size) = (new Price(row.Bid), Size(row.BidSize, instrument));
        if (size.Sign <= 0) return Oddity.NoSize;
        if (!price.IsMultipleOf(instrument.Tick)) return Oddity.OffTick;
        e = MarketEvent.Trade(instrument.Index, price, size, row.Aggressor ?? TickTest(instrument.Index, price), row.At);
        (lastTrade[instrument.Index], lastSide[instrument.Index]) = (price.Units, e.Aggressor);
        return Oddity.None;
    }

    /// <summary>Whoever trades at a higher price than the one before bought; at the same price it is taken to be the same side.</summary>
    private Side TickTest(int instrument, Price price)
    {
        var before = lastTrade[instrument];
        return before == 0 || price.Units == before ? lastSide[instrument] : price.Units > before ? Side.Buy : Side.Sell;
    }

    /// <summary>Whole lots: a part of one can't be ordered, so it can't be filled either.</summary>
    private static Quantity Size(long units, Instrument instrument) => units == Observation.Nothing ? Quantity.Zero : new Quantity(units).Down(instrument.Lot);
}
