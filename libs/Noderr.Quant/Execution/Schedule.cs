namespace Noderr.Quant.Execution;

/// <summary>How many lots to trade in each slice of time.</summary>
public static class Schedule
{
    /// <summary>Equal slices; what can't be divided goes to the first ones.</summary>
    public static long[] Twap(long lots, int slices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lots);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slices);
        var (each, left) = (lots / slices, lots % slices);
        return [.. Enumerable.Range(0, slices).Select(i => i < left ? each + 1 : each)];
    }

    /// <summary>In proportion to the volume that is expected, given as the share of it that has traded by the end of each slice.</summary>
    public static long[] Vwap(long lots, ReadOnlySpan<double> cumulativeVolume)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lots);
        var slices = new long[cumulativeVolume.Length];
        var before = 0L;
        for (var i = 0; i < slices.Length; i++)
        {
            var share = cumulativeVolume[i];
            if (!(share is >= 0 and <= 1) || (i > 0 && share < cumulativeVolume[i - 1])) throw new ArgumentException($"shares of volume must rise from 0 to 1, slice {i} has {share}", nameof(cumulativeVolume));
            var target = (long)Math.Round(lots * share, MidpointRounding.ToEven);
            (slices[i], before) = (target - before, target);
        }
        return slices;
    }
}
