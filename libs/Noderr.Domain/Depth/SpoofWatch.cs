using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

/// <param name="ShortLived">What stood longer was meant to be traded.</param>
/// <param name="NearestMillionths">What is nearer to the touch than that could have been traded at any moment.</param>
/// <param name="FarthestMillionths">What is farther away than that impresses nobody.</param>
/// <param name="TradedMillionths">What was traded by more than that share was real.</param>
/// <param name="Layers">So many at once are layers.</param>
/// <param name="Together">Those that went within so long went at once.</param>
public sealed record SpoofSettings(TimeSpan ShortLived, long NearestMillionths, long FarthestMillionths, long TradedMillionths, int Layers, TimeSpan Together)
{
    public static readonly SpoofSettings Usual = new(TimeSpan.FromSeconds(3), 100, 5_000, 100_000, 3, TimeSpan.FromSeconds(1));
}

/// <summary>Looks at whales that went, and says what looks like spoofing or layering.</summary>
public sealed class SpoofWatch(SpoofSettings settings, Action<SpoofHint> said)
{
    private readonly List<WhaleEvent> bids = [], asks = [];

    public void Observe(in WhaleEvent whale)
    {
        if (!IsSuspect(whale)) return;
        var (side, now) = (whale.Side == Side.Buy ? bids : asks, whale.Gone);
        side.RemoveAll(w => w.Gone + settings.Together < now);
        side.Add(whale);
        said(Hint(SpoofPattern.Fleeting, [whale]));
        // They stood beside each other, not one after the other; and once they are called layers they don't become some again with the next one.
        var layers = side.FindAll(w => w.Appeared < side.Min(o => o.Gone));
        if (layers.Select(w => w.Price).Distinct().Count() < settings.Layers) return;
        said(Hint(SpoofPattern.Layered, layers));
        side.Clear();
    }

    private bool IsSuspect(in WhaleEvent whale) =>
        whale.Kind == WhaleKind.Withdrawn && whale.Stood <= settings.ShortLived
        && whale.AwayMillionths >= settings.NearestMillionths && whale.AwayMillionths <= settings.FarthestMillionths
        && whale.Traded.InMillionthsOf(whale.Size) <= settings.TradedMillionths;

    /// <summary>
    /// 30 for how soon it went, 20 for how large it was, 20 for nothing of it being traded, 15 for the other side being traded meanwhile, 15 for
    /// layers.
    /// </summary>
    private SpoofHint Hint(SpoofPattern pattern, List<WhaleEvent> whales)
    {
        var (size, traded) = whales.Aggregate((Size: Quantity.Zero, Traded: Quantity.Zero), (sum, w) => (sum.Size + w.Size, sum.Traded + w.Traded));
        var (stood, opposite) = (whales.Max(w => w.Stood), whales.Max(w => w.TradedOpposite));
        var times = whales.Max(w => w.Typical.Sign > 0 ? w.Size.Units / w.Typical.Units : 0);
        var score = 30 * (settings.ShortLived - stood).Ticks / Math.Max(1, settings.ShortLived.Ticks)
            + Math.Min(20, times / 2)
            + 20 * (1_000_000 - Math.Min(1_000_000, traded.InMillionthsOf(size) * 1_000_000 / Math.Max(1, settings.TradedMillionths))) / 1_000_000
            + (opposite.Sign > 0 ? 15 : 0)
            + (pattern == SpoofPattern.Layered ? 15 : 0);
        var isBid = whales[0].Side == Side.Buy;
        var prices = whales.Select(w => w.Price).Order().ToArray();
        return new SpoofHint(
            pattern, whales[0].Side, whales.Count, size, times, traded, opposite, stood, isBid ? prices[^1] : prices[0], isBid ? prices[0] : prices[^1], (int)score, whales.Max(w => w.Gone));
    }
}
