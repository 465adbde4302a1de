using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Events;

public enum MarketKind : byte
{
    Quote,
    Trade,
}

/// <summary>What a venue shows: its best prices, or a trade. A trade has its price and size on the side that was hit.</summary>
public readonly record struct MarketEvent(
    MarketKind Kind, int Instrument, Price Bid, Price Ask, Quantity BidSize, Quantity AskSize, Side Aggressor, Timestamp At)
{
    /// <summary>The number that its source gives it: who starts again goes on behind it.</summary>
    public long Sequence { get; init; }

    public static MarketEvent Quote(int instrument, Price bid, Price ask, Quantity bidSize, Quantity askSize, Timestamp at) =>
        new(MarketKind.Quote, instrument, bid, ask, bidSize, askSize, default, at);

    public static MarketEvent Trade(int instrument, Price price, Quantity size, Side aggressor, Timestamp at) =>
        aggressor == Side.Buy
            ? new(MarketKind.Trade, instrument, default, price, default, size, aggressor, at)
            : new(MarketKind.Trade, instrument, price, default, size, default, aggressor, at);

    public Price Price => Aggressor == Side.Buy ? Ask : Bid;

    public Quantity Size => Aggressor == Side.Buy ? AskSize : BidSize;
}
