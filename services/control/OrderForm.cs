using System.Globalization;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Control;

/// <summary>Reads what somebody wrote, and keeps the first thing that is wrong with it.</summary>
internal sealed class OrderForm
{
    public string? Fault { get; private set; }

    public void Refuse(string fault) => Fault ??= fault;

    public OrderTerms Terms(SubmitOrderRequest r)
    {
        var type = r.Type is null ? (r.Limit is null ? OrderType.Market : OrderType.Limit) : Named<OrderType>("type", r.Type);
        var time = r.TimeInForce is null ? (type == OrderType.Market ? TimeInForce.Ioc : TimeInForce.Gtc) : Named<TimeInForce>("timeInForce", r.TimeInForce);
        return new OrderTerms
        {
            Type = type,
            TimeInForce = time,
            Limit = Price("limit", r.Limit),
            Trigger = Price("trigger", r.Trigger),
            Trail = Price("trail", r.Trail),
            LimitOffset = Price("limitOffset", r.LimitOffset),
            TriggerBy = r.TriggerBy is null ? TriggerBy.Quotes : Named<TriggerBy>("triggerBy", r.TriggerBy),
            Display = r.Display is null ? Domain.Numbers.Quantity.Zero : Quantity("display", r.Display),
            IsPostOnly = r.PostOnly ?? false,
            IsReduceOnly = r.ReduceOnly ?? false,
            Expires = Time("expires", r.Expires),
        };
    }

    public T Named<T>(string field, string? text) where T : struct, Enum
    {
        if (text is not null && TermsText.Parse<T>(text) is { } value) return value;
        Fault ??= $"{field} must be one of {TermsText.Names<T>()}, not '{text}'";
        return default;
    }

    public Quantity Quantity(string field, string? text)
    {
        if (Domain.Numbers.Quantity.TryParse(text, out var value) && value.Sign >= 0) return value;
        Fault ??= $"{field} must be a number with at most nine decimals, as \"0.5\"";
        return default;
    }

    /// <summary>Nothing where nothing is given.</summary>
    public Price Price(string field, string? text)
    {
        if (text is null) return default;
        if (Domain.Numbers.Price.TryParse(text, out var value) && value.Units > 0) return value;
        Fault ??= $"{field} must be a number above 0 with at most nine decimals, as \"101.25\"";
        return default;
    }

    private Timestamp Time(string field, string? text)
    {
        if (text is null) return default;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return Timestamp.From(time);
        Fault ??= $"{field} must be a time, as 2026-11-27T17:00:00Z";
        return default;
    }
}
