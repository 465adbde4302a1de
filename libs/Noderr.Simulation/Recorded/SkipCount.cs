namespace Noderr.Simulation.Recorded;

/// <summary>How many rows of one file were left out, by reason.</summary>
internal sealed class SkipCount(RowFile rows, bool strict)
{
    private readonly long[] counts = new long[Enum.GetValues<Oddity>().Length], first = new long[Enum.GetValues<Oddity>().Length];

    public IEnumerable<SkippedRows> All =>
        from oddity in Enum.GetValues<Oddity>()
        where counts[(int)oddity] > 0
        select new SkippedRows(rows.Path, oddity, counts[(int)oddity], first[(int)oddity]);

    public void Add(Oddity oddity)
    {
        if (strict) throw rows.Wrong(null, $"{oddity.Describe()}, and rows that can't be traded on are refused when all is strict");
        if (counts[(int)oddity]++ == 0) first[(int)oddity] = rows.Line;
    }

    /// <summary>A file of which nothing could be used was not what somebody meant to test with.</summary>
    public void EndedWith(long used)
    {
        if (used > 0) return;
        if (All.ToList() is not { Count: > 0 } reasons) throw rows.Wrong(null, "has a header and no rows, expected at least one");
        var all = string.Join("; ", reasons.Select(r => $"{r.Count:N0} times {r.Oddity.Describe()}"));
        throw new RecordedDataException(rows.Path, reasons[0].FirstLine, null, $"none of its rows can be used: {all}");
    }
}
