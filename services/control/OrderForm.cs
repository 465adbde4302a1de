using System.Globalization;
using Noderr.Domain.Algorithms;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Hosting.Configuration;

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

    public AlgorithmTerms Algorithm(AlgorithmForm r, Timestamp now)
    {
        if (r.End is not null == r.Over is not null) Refuse("give over or end: when an order that is worked is to be done");
        var start = r.Start is null ? now : Time("start", r.Start);
        return new AlgorithmTerms
        {
            Kind = Named<AlgorithmKind>("algorithm", r.Kind),
            Start = start,
            End = r.Over is null ? Time("end", r.End) : start + Span("over", r.Over),
            Slices = r.Slices ?? 0,
            JitterMillionths = r.Jitter is null ? 0 : Millionths("jitter", r.Jitter),
            CatchUpMillionths = r.CatchUp is null ? 1_000_000 : Millionths("catchUp", r.CatchUp),
            Profile = [.. (r.Profile ?? []).Take(AlgorithmTerms.MostSlices + 1).Select(s => Millionths("profile", s))],
            ShareMillionths = r.Share is null ? 0 : Millionths("share", r.Share),
            Urgency = r.Urgency is null ? 0 : Number("urgency", r.Urgency),
            Display = r.Display is null ? Domain.Numbers.Quantity.Zero : Quantity("display", r.Display),
            Retry = r.Retry is null ? TimeSpan.FromSeconds(1) : Span("retry", r.Retry),
            LeavesRest = r.LeaveRest ?? false,
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

    private int Millionths(string field, string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) && part is >= 0 and <= 1_000 && part * 1_000_000 % 1 == 0) return (int)(part * 1_000_000);
        Fault ??= $"{field} must be a part of one with at most six decimals, as \"0.25\"";
        return 0;
    }

    private double Number(string field, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)) return value;
        Fault ??= $"{field} must be a number";
        return 0;
    }

    private TimeSpan Span(string field, string text)
    {
        if (Duration.TryParse(text) is { } span && span > TimeSpan.Zero && span <= TimeSpan.FromDays(365)) return span;
        Fault ??= $"{field} must be a duration up to a year, as 10m, 90s or 250ms";
        return TimeSpan.Zero;
    }

    private Timestamp Time(string field, string? text)
    {
        if (text is null) return default;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return Timestamp.From(time);
        Fault ??= $"{field} must be a time, as 2026-11-27T17:00:00Z";
        return default;
    }
}
