namespace Noderr.Quant.Microstructure;

public static class PriceImpact
{
    /// <summary>Kyle's lambda: by how much the price moves for a unit bought, the slope of a line through changes over signed volumes. NaN where volumes don't differ.</summary>
    public static double KyleLambda(ReadOnlySpan<double> changes, ReadOnlySpan<double> signedVolumes)
    {
        if (changes.Length != signedVolumes.Length) throw new ArgumentException("there must be a change for each volume", nameof(changes));
        var (meanChange, meanVolume) = (Mean(changes), Mean(signedVolumes));
        var (together, alone) = (0.0, 0.0);
        for (var i = 0; i < changes.Length; i++)
        {
            together += (signedVolumes[i] - meanVolume) * (changes[i] - meanChange);
            alone += (signedVolumes[i] - meanVolume) * (signedVolumes[i] - meanVolume);
        }
        return together / alone;
    }

    /// <summary>Roll's spread out of trades alone: prices that bounce between bid and ask turn back. 0 where they don't; NaN for fewer than three.</summary>
    public static double RollSpread(ReadOnlySpan<double> prices)
    {
        var pairs = prices.Length - 2;
        if (pairs < 1) return double.NaN;
        var (product, later, earlier) = (0.0, 0.0, 0.0);
        for (var i = 2; i < prices.Length; i++)
        {
            var (now, before) = (prices[i] - prices[i - 1], prices[i - 1] - prices[i - 2]);
            product += now * before;
            later += now;
            earlier += before;
        }
        var covariance = product / pairs - later / pairs * (earlier / pairs);
        return covariance < 0 ? 2 * Math.Sqrt(-covariance) : 0;
    }

    public static double RealisedVariance(ReadOnlySpan<double> prices)
    {
        var sum = 0.0;
        for (var i = 1; i < prices.Length; i++)
        {
            var step = Math.Log(prices[i] / prices[i - 1]);
            sum += step * step;
        }
        return sum;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }
}
