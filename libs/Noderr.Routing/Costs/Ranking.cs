namespace Noderr.Routing.Costs;

/// <summary>Values in their order.</summary>
public static class Ranking
{
    /// <summary>The smallest value that so many per cent of all are not above; null where there are none.</summary>
    public static T? Percentile<T>(IReadOnlyList<T> sorted, int percent) where T : struct =>
        sorted.Count == 0 ? null : sorted[Math.Max(0, (int)(((long)sorted.Count * percent + 99) / 100) - 1)];
}
