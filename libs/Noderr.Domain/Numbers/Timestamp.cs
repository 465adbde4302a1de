using System.Globalization;

namespace Noderr.Domain.Numbers;

/// <summary>Nanoseconds since 1970, UTC. Logs give it; clocks are read only where something enters that is in no log.</summary>
public readonly record struct Timestamp(long Nanoseconds) : IComparable<Timestamp>
{
    public static readonly Timestamp Min = new(long.MinValue);

    public static Timestamp FromMilliseconds(long milliseconds) => new(checked(milliseconds * 1_000_000));

    public static Timestamp From(DateTimeOffset time) => new(checked((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100));

    public long Milliseconds => Nanoseconds / 1_000_000;

    public DateTimeOffset ToDateTimeOffset() => new(DateTimeOffset.UnixEpoch.Ticks + Nanoseconds / 100, TimeSpan.Zero);

    public static Timestamp Later(Timestamp a, Timestamp b) => a.Nanoseconds >= b.Nanoseconds ? a : b;

    public static TimeSpan operator -(Timestamp a, Timestamp b) => new((a.Nanoseconds - b.Nanoseconds) / 100);

    public static Timestamp operator +(Timestamp at, TimeSpan span) => new(checked(at.Nanoseconds + span.Ticks * 100));

    public static Timestamp operator -(Timestamp at, TimeSpan span) => new(checked(at.Nanoseconds - span.Ticks * 100));

    public static bool operator <(Timestamp a, Timestamp b) => a.Nanoseconds < b.Nanoseconds;

    public static bool operator >(Timestamp a, Timestamp b) => a.Nanoseconds > b.Nanoseconds;

    public static bool operator <=(Timestamp a, Timestamp b) => a.Nanoseconds <= b.Nanoseconds;

    public static bool operator >=(Timestamp a, Timestamp b) => a.Nanoseconds >= b.Nanoseconds;

    public int CompareTo(Timestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public override string ToString() => ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "Z";
}
