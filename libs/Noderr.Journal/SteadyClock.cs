using Noderr.Domain.Numbers;

namespace Noderr.Journal;

/// <summary>
/// Time that never goes back. When the machine's clock is set back, or the journal was written by one that went ahead, time goes on from
/// where it was at half its speed, until the machine's clock has caught up.
/// </summary>
public sealed class SteadyClock(TimeProvider clock, Action<TimeSpan> wentBack)
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Timestamp last;
    private long lastAt = clock.GetTimestamp();
    private bool told;

    public Timestamp Now
    {
        get
        {
            lock (gate)
            {
                var (at, wall) = (clock.GetTimestamp(), Timestamp.From(clock.GetUtcNow()));
                var elapsed = clock.GetElapsedTime(lastAt, at);
                lastAt = at;
                if (wall >= last)
                {
                    told = false;
                    return last = wall;
                }
                if (!told && last - wall > Noticed) wentBack(last - wall);
                told |= last - wall > Noticed;
                return last += elapsed / 2;
            }
        }
    }

    /// <summary>Something is on record that happened then.</summary>
    public void NotBefore(Timestamp time)
    {
        lock (gate) last = Timestamp.Later(last, time);
    }
}
