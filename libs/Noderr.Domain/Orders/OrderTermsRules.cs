using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;

namespace Noderr.Domain.Orders;

/// <summary>Which terms go together, as rules with words: what is refused says what to do.</summary>
internal static class OrderTermsRules
{
    public static string? Of(in OrderTerms t, Quantity quantity, Instrument instrument, Timestamp now)
    {
        if (!Enum.IsDefined(t.Type)) return "there is no such order type";
        if (!Enum.IsDefined(t.TimeInForce)) return "there is no such time in force";
        if (!Enum.IsDefined(t.TriggerBy)) return "there is no such trigger price";
        if (t.LinkMost.Sign < 0) return "what linked orders trade together must be above 0";
        return Size(quantity, instrument) ?? Prices(t, instrument) ?? Time(t, now) ?? Manner(t, quantity, instrument);
    }

    private static string? Size(Quantity quantity, Instrument instrument)
    {
        if (quantity.Sign <= 0) return "quantity must be above 0";
        if (!quantity.IsMultipleOf(instrument.Lot)) return $"quantity {quantity} is no multiple of the lot {instrument.Lot} of {instrument.Id}";
        if (quantity < instrument.MinQuantity) return $"quantity {quantity} is below the least of {instrument.Id}, {instrument.MinQuantity}";
        return quantity > instrument.MaxQuantity ? $"quantity {quantity} is above the most of {instrument.Id}, {instrument.MaxQuantity}" : null;
    }

    private static string? Prices(in OrderTerms t, Instrument instrument) =>
        Price("limit", t.Limit, t.Type.TakesLimit(), t.Type.TakesLimit(), t, instrument)
        ?? Price("trigger", t.Trigger, t.Type.WaitsForTrigger() && !t.Type.Trails(), t.Type.WaitsForTrigger(), t, instrument)
        ?? Price("trail", t.Trail, t.Type.Trails(), t.Type.Trails(), t, instrument)
        ?? Price("limit offset", t.LimitOffset, t.Type == OrderType.TrailingStopLimit, t.Type == OrderType.TrailingStopLimit, t, instrument);

    private static string? Price(string name, Price price, bool isNeeded, bool isTaken, in OrderTerms t, Instrument instrument)
    {
        if (price.Units < 0) return $"{name} must be above 0";
        if (price.Units == 0) return isNeeded ? $"a {Name(t.Type)} order needs a {name}" : null;
        if (!isTaken) return $"a {Name(t.Type)} order takes no {name}";
        return price.IsMultipleOf(instrument.Tick) ? null : $"{name} {price} is no multiple of the tick {instrument.Tick} of {instrument.Id}";
    }

    private static string? Time(in OrderTerms t, Timestamp now)
    {
        if (t.TimeInForce == TimeInForce.Gtd)
        {
            if (t.Expires.Nanoseconds <= 0) return "a GTD order needs the time at which it expires";
            if (t.Expires <= now) return "it expires in the past";
        }
        else if (t.Expires.Nanoseconds != 0) return "only a GTD order takes a time at which it expires";
        return null;
    }

    private static string? Manner(in OrderTerms t, Quantity quantity, Instrument instrument)
    {
        var isAtOnce = t.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok;
        if (t.Type == OrderType.Market && !isAtOnce) return "a market order does not rest: its time in force is IOC or FOK";
        if (t.Type == OrderType.MarketToLimit && isAtOnce) return "a market-to-limit order is meant to rest: IOC and FOK are those of a market order";
        if (t.IsPostOnly && (isAtOnce || !t.Type.TakesLimit())) return "only an order with a limit that may rest can be post-only";
        if (t.Display.Sign < 0) return "display must be above 0";
        if (t.Display.Sign == 0) return null;
        if (isAtOnce || !t.Type.CanRest()) return "only an order that may rest can show a part of itself";
        if (!t.Display.IsMultipleOf(instrument.Lot)) return $"display {t.Display} is no multiple of the lot {instrument.Lot} of {instrument.Id}";
        return t.Display > quantity ? $"display {t.Display} is more than the quantity {quantity}" : null;
    }

    private static string Name(OrderType type) => type switch
    {
        OrderType.MarketToLimit => "market-to-limit",
        OrderType.StopLimit => "stop-limit",
        OrderType.MarketIfTouched => "market-if-touched",
        OrderType.LimitIfTouched => "limit-if-touched",
        OrderType.TrailingStop => "trailing-stop",
        OrderType.TrailingStopLimit => "trailing-stop-limit",
        _ => type.ToString().ToLowerInvariant(),
    };
}
