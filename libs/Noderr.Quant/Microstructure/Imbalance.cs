namespace Noderr.Quant.Microstructure;

public static class Imbalance
{
    /// <summary>From -1, where only asks rest on the first levels, to 1, where only bids do; NaN where nothing does.</summary>
    public static double Of(ReadOnlySpan<double> bidSizes, ReadOnlySpan<double> askSizes, int levels)
    {
        var (bids, asks) = (Sum(bidSizes, levels), Sum(askSizes, levels));
        return (bids - asks) / (bids + asks);
    }

    private static double Sum(ReadOnlySpan<double> sizes, int levels)
    {
        var sum = 0.0;
        foreach (var size in sizes[..Math.Min(levels, sizes.Length)]) sum += size;
        return sum;
    }
}
