namespace Noderr.Journal;

/// <summary>Pauses between attempts: each twice the last, up to the longest.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private TimeSpan? last;

    public TimeSpan Next()
    {
        var next = last is { } before ? before * 2 : first;
        last = next < longest ? next : longest;
        return last.Value;
    }

    public void Reset() => last = null;
}
