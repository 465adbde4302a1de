namespace Noderr.Quant.Microstructure;

public static class DepthProfile
{
    /// <summary>What rests within so many basis points of the mid on one side, whose best level comes first.</summary>
    public static double Within(ReadOnlySpan<double> prices, ReadOnlySpan<double> sizes, double mid, double basisPoints)
    {
        var sum = 0.0;
        // A level that lies exactly there counts, whatever the division makes of its last digit.
        var most = mid * basisPoints / 10_000 * (1 + 1e-12);
        for (var i = 0; i < prices.Length && Math.Abs(prices[i] - mid) <= most; i++) sum += sizes[i];
        return sum;
    }
}
