using Noderr.Domain.Numbers;

namespace Noderr.Simulation.Venues;

/// <summary>What kind of venue it is.</summary>
public sealed record VenueSetup
{
    public QueueModel Queue { get; init; }

    public SelfTradePrevention SelfTrades { get; init; }

    /// <summary>When the venue's day ends, as time of a day in UTC.</summary>
    public TimeSpan DayEnds { get; init; }

    /// <summary>How many orders it remembers; who asks about an older one hears that it is not known.</summary>
    public int Remembers { get; init; } = 65_536;

    /// <summary>The end of the day in which the time lies.</summary>
    public Timestamp EndOfDay(Timestamp at)
    {
        var day = TimeSpan.TicksPerDay * 100;
        var into = (at.Nanoseconds - DayEnds.Ticks * 100) % day;
        return new Timestamp(checked(at.Nanoseconds - into + (into < 0 ? 0 : day)));
    }
}
