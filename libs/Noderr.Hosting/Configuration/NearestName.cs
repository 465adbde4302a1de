namespace Noderr.Hosting.Configuration;

/// <summary>The known name that was most likely meant.</summary>
internal static class NearestName
{
    public static string? To(string path, IEnumerable<string> names)
    {
        var segments = path.Split('.');
        var wanted = string.Join('.', segments.Select(s => IsIndex(s) ? "*" : s));
        var (best, distance) = (default(string), int.MaxValue);
        foreach (var name in names)
            if (Distance(wanted, name) is var d && d < distance) (best, distance) = (name, d);
        // Half of it wrong is another word, not a slip.
        return best is null || distance > Math.Max(3, wanted.Length / 2) ? null : Place(best, segments.Where(IsIndex));
    }

    private static bool IsIndex(string segment) => segment.Length > 0 && segment.All(char.IsAsciiDigit);

    private static string Place(string name, IEnumerable<string> indices)
    {
        var left = new Queue<string>(indices);
        return string.Join('.', name.Split('.').Select(s => s == "*" && left.Count > 0 ? left.Dequeue() : s));
    }

    /// <summary>Levenshtein's.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
