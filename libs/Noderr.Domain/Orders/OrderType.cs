namespace Noderr.Domain.Orders;

public enum OrderType : byte
{
    Limit,

    /// <summary>At whatever is offered.</summary>
    Market,

    /// <summary>At whatever is offered best; what is left rests at the price of its last trade.</summary>
    MarketToLimit,

    /// <summary>At the market once it has come to the trigger from the other side: a buy as it rises, a sell as it falls.</summary>
    Stop,

    StopLimit,

    /// <summary>At the market once it is as good as the trigger: a buy as it falls, a sell as it rises.</summary>
    MarketIfTouched,

    LimitIfTouched,

    /// <summary>A stop whose trigger follows the market, never away from it.</summary>
    TrailingStop,

    TrailingStopLimit,
}

public enum TimeInForce : byte
{
    /// <summary>Until it is canceled.</summary>
    Gtc,

    /// <summary>At once, as far as it goes.</summary>
    Ioc,

    /// <summary>At once and whole, or not at all.</summary>
    Fok,

    /// <summary>Until its time.</summary>
    Gtd,

    /// <summary>Until the end of the venue's day.</summary>
    Day,
}

/// <summary>Which price pulls a trigger.</summary>
public enum TriggerBy : byte
{
    /// <summary>The one that it would trade at: the ask for a buy, the bid for a sell.</summary>
    Quotes,

    /// <summary>The last trade's.</summary>
    Last,

    /// <summary>Halfway between bid and ask.</summary>
    Mid,
}

public static class OrderTypes
{
    public static bool WaitsForTrigger(this OrderType type) => type >= OrderType.Stop;

    public static bool Trails(this OrderType type) => type is OrderType.TrailingStop or OrderType.TrailingStopLimit;

    /// <summary>Triggered where the market gets worse, not better.</summary>
    public static bool IsStop(this OrderType type) => type is OrderType.Stop or OrderType.StopLimit || type.Trails();

    public static bool TakesLimit(this OrderType type) => type is OrderType.Limit or OrderType.StopLimit or OrderType.LimitIfTouched;

    /// <summary>Trades with a limit once it trades.</summary>
    public static bool CanRest(this OrderType type) => type.TakesLimit() || type is OrderType.MarketToLimit or OrderType.TrailingStopLimit;
}
