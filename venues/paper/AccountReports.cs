namespace Noderr.Venues.Paper;

/// <summary>What one account was told, by number, and who waits for more. Whoever lags behind the oldest that is kept asks for each of its orders.</summary>
internal sealed class AccountReports
{
    private const int Kept = 65_536;

    private readonly List<(long Number, VenueReport Report)> said = [];
    private TaskCompletionSource more = New();

    public Task More => more.Task;

    public void Add(long number, in VenueReport report)
    {
        if (said.Count == 2 * Kept) said.RemoveRange(0, Kept);
        said.Add((number, report));
        var told = more;
        more = New();
        told.SetResult();
    }

    public (long Number, VenueReport Report)[] After(long number, int most)
    {
        var (from, to) = (0, said.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (said[middle].Number <= number) from = middle + 1;
            else to = middle;
        }
        return [.. said.GetRange(from, Math.Min(most, said.Count - from))];
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
