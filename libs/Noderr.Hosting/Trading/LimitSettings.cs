using Noderr.Domain.Books;
using Noderr.Domain.Numbers;
using Noderr.Hosting.Configuration;

namespace Noderr.Hosting.Trading;

/// <summary>Where a book's limits begin; while it trades, the control journal changes them, so that a replay knows when.</summary>
public sealed record LimitSettings : IValidated
{
    private static readonly Limits defaults = new();

    [Setting("most that one order may be worth", Live = true), MoreThanZero]
    public Money MaxOrderNotional { get; init; } = defaults.MaxOrderNotional;

    [Setting("most that the position in one instrument may be worth", Live = true), MoreThanZero]
    public Money MaxPositionNotional { get; init; } = defaults.MaxPositionNotional;

    [Setting("most that all positions and open orders may be worth", Live = true), MoreThanZero]
    public Money MaxExposure { get; init; } = defaults.MaxExposure;

    [Setting("most orders that may be open", Live = true), Within(1, 100_000)]
    public int MaxOpenOrders { get; init; } = defaults.MaxOpenOrders;

    [Setting("how far an order's limit may lie beyond the market", Unit = "millionths", Live = true), Within(1, 1_000_000)]
    public long CollarMillionths { get; init; } = defaults.CollarMillionths;

    [Setting("a price older than this is none", Live = true), Lasts("1ms", "1h")]
    public TimeSpan StaleAfter { get; init; } = defaults.StaleAfter;

    [Setting("a reservation that nobody speaks of for so long is let go"), Lasts("1s", "1d")]
    public TimeSpan ReservationLasts { get; init; } = defaults.ReservationLasts;

    public IEnumerable<Violation> Violations(string path)
    {
        if (MaxOrderNotional > MaxPositionNotional) yield return new Violation($"{path}.max.order.notional", $"must be at most max.position.notional {MaxPositionNotional}", $"{MaxOrderNotional}");
        if (MaxPositionNotional > MaxExposure) yield return new Violation($"{path}.max.position.notional", $"must be at most max.exposure {MaxExposure}", $"{MaxPositionNotional}");
    }

    internal static LimitSettings Of(Limits limits) => new()
    {
        MaxOrderNotional = limits.MaxOrderNotional,
        MaxPositionNotional = limits.MaxPositionNotional,
        MaxExposure = limits.MaxExposure,
        MaxOpenOrders = limits.MaxOpenOrders,
        CollarMillionths = limits.CollarMillionths,
        StaleAfter = limits.StaleAfter,
        ReservationLasts = limits.ReservationLasts,
    };

    internal Limits ToLimits() => new()
    {
        MaxOrderNotional = MaxOrderNotional,
        MaxPositionNotional = MaxPositionNotional,
        MaxExposure = MaxExposure,
        MaxOpenOrders = MaxOpenOrders,
        CollarMillionths = CollarMillionths,
        StaleAfter = StaleAfter,
        ReservationLasts = ReservationLasts,
    };
}
