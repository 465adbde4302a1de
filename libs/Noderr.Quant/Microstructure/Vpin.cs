namespace Noderr.Quant.Microstructure;

/// <summary>
/// Easley, López de Prado and O'Hara: how one-sided trading was, over the last buckets of equal volume. A trade that is larger than what a bucket
/// still takes is split.
/// </summary>
public sealed class Vpin
{
    private readonly double bucketSize;
    private readonly double[] shares;
    private double bought, sold, sum;
    private int filled, next;

    public Vpin(double bucketSize, int buckets)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bucketSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buckets);
        (this.bucketSize, shares) = (bucketSize, new double[buckets]);
    }

    /// <summary>The mean of |bought - sold| / size over the last complete buckets; NaN before the first one is full.</summary>
    public double Value => filled == 0 ? double.NaN : sum / filled;

    public void Add(double size, bool isBuy)
    {
        while (size > 0)
        {
            var part = Math.Min(size, bucketSize - bought - sold);
            size -= part;
            if (isBuy) bought += part;
            else sold += part;
            if (bought + sold >= bucketSize) Close();
        }
    }

    private void Close()
    {
        // The sum is made anew: what is taken from it as old buckets leave would leave its rounding behind for ever.
        shares[next] = Math.Abs(bought - sold) / bucketSize;
        next = (next + 1) % shares.Length;
        filled = Math.Min(filled + 1, shares.Length);
        (bought, sold, sum) = (0, 0, 0);
        for (var i = 0; i < filled; i++) sum += shares[i];
    }
}
