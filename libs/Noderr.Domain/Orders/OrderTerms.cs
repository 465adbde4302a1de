using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;

namespace Noderr.Domain.Orders;

/// <summary>On what terms an order is to trade. What a type does not take is left at nothing.</summary>
public readonly record struct OrderTerms
{
    public OrderType Type { get; init; }

    public TimeInForce TimeInForce { get; init; }

    /// <summary>Not worse than this, once it trades.</summary>
    public Price Limit { get; init; }

    /// <summary>The price at which it begins to be; of a trailing one, where it stands at first, or nothing: then it stands off the market.</summary>
    public Price Trigger { get; init; }

    /// <summary>How far a trailing trigger stays behind the market.</summary>
    public Price Trail { get; init; }

    /// <summary>How far beyond its trigger the limit of a trailing stop lies.</summary>
    public Price LimitOffset { get; init; }

    public TriggerBy TriggerBy { get; init; }

    /// <summary>How much of it is shown at a time; nothing for all of it.</summary>
    public Quantity Display { get; init; }

    /// <summary>Refused where it would trade at once.</summary>
    public bool IsPostOnly { get; init; }

    /// <summary>Never trades more than the position that it reduces.</summary>
    public bool IsReduceOnly { get; init; }

    /// <summary>Of an order that is good till then.</summary>
    public Timestamp Expires { get; init; }

    /// <summary>What its venue is to tie it to: orders under the same name, of which it sees to it that they never trade too much together.</summary>
    public Identity Link { get; init; }

    /// <summary>Together they trade no more than this, the largest that any of them named; nothing: as soon as one of them trades, the others are canceled.</summary>
    public Quantity LinkMost { get; init; }

    /// <summary>It may be at its venue for longer than a moment.</summary>
    public bool CanWait => Type.WaitsForTrigger() || (Type.CanRest() && TimeInForce is not (TimeInForce.Ioc or TimeInForce.Fok));

    public static OrderTerms AtMarket => new() { Type = OrderType.Market, TimeInForce = TimeInForce.Ioc };

    public static OrderTerms AtLimit(Price limit, TimeInForce timeInForce = TimeInForce.Gtc) => new() { Limit = limit, TimeInForce = timeInForce };

    /// <summary>The terms with which it trades once it is triggered.</summary>
    public OrderTerms Released(Side side, Price trigger) => Type switch
    {
        OrderType.Stop or OrderType.MarketIfTouched or OrderType.TrailingStop => Triggered(OrderType.Market, default),
        OrderType.StopLimit or OrderType.LimitIfTouched => Triggered(OrderType.Limit, Limit),
        OrderType.TrailingStopLimit => Triggered(OrderType.Limit, side == Side.Buy ? trigger + LimitOffset : trigger - LimitOffset),
        _ => this,
    };

    private OrderTerms Triggered(OrderType type, Price limit) => this with { Type = type, Limit = limit, Trigger = default, Trail = default, LimitOffset = default };

    /// <summary>What is wrong with them, for whoever wrote them; null when nothing is.</summary>
    public string? Fault(Quantity quantity, Instrument instrument, Timestamp now) =>
        OrderTermsRules.Of(this, quantity, instrument, now);
}
