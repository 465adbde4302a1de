using Noderr.Domain.Numbers;

namespace Noderr.Routing.Costs;

/// <summary>What an average price is made of.</summary>
public enum AverageOf : byte
{
    /// <summary>Of the market's trades, each by its size.</summary>
    Trades,

    /// <summary>Of the mids, each by how long it held: the market has shown no trade.</summary>
    Mids,
}

/// <summary>The average price of a stretch of time, and what it is made of.</summary>
public readonly record struct AveragePrice(Price Price, AverageOf Of);

/// <summary>
/// The market of an instrument at a moment, with all that was traded and shown before: two moments give what happened between them, however much
/// that was.
/// </summary>
/// <param name="Traded">Prices times sizes of all trades, in units times units.</param>
/// <param name="Volume">Sizes of all trades, in units.</param>
/// <param name="MidTime">Mids times the nanoseconds that they held.</param>
/// <param name="Shown">Nanoseconds for which there was a mid.</param>
public readonly record struct MarketMoment(Price Bid, Price Ask, Int128 Traded, Int128 Volume, Int128 MidTime, Int128 Shown)
{
    /// <summary>Both sides were shown.</summary>
    public bool IsQuoted => Bid.Units > 0 && Ask.Units > 0;

    public Price Mid => new(Bid.Units / 2 + Ask.Units / 2 + (Bid.Units & Ask.Units & 1));

    public Price HalfSpread => Ask - Mid;

    /// <summary>After this moment, up to the later one; null where nothing was shown.</summary>
    public AveragePrice? AverageUntil(in MarketMoment later)
    {
        if (later.Volume > Volume) return new(new Price((long)((later.Traded - Traded) / (later.Volume - Volume))), AverageOf.Trades);
        if (later.Shown > Shown) return new(new Price((long)((later.MidTime - MidTime) / (later.Shown - Shown))), AverageOf.Mids);
        return later.IsQuoted ? new(later.Mid, AverageOf.Mids) : null;
    }
}
