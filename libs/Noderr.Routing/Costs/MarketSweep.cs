using Noderr.Domain.Events;
using Noderr.Domain.Numbers;

namespace Noderr.Routing.Costs;

/// <summary>
/// Goes once over the market and keeps what it was at the moments that were asked for, and nothing else: a day has millions of ticks and some
/// thousand orders. What is asked must be asked before the first tick; the ticks of an instrument come in the order of time.
/// </summary>
public sealed class MarketSweep
{
    private readonly Dictionary<int, Track> tracks = [];

    /// <summary>The earliest and the latest moment that is asked for; null when there is none.</summary>
    public (Timestamp First, Timestamp Last)? Range { get; private set; }

    public void Ask(int instrument, Timestamp at)
    {
        if (!tracks.TryGetValue(instrument, out var track)) tracks[instrument] = track = new Track();
        track.Ask(at);
        Range = Range is not { } range ? (at, at) : (range.First < at ? range.First : at, Timestamp.Later(range.Last, at));
    }

    public void Observe(in MarketEvent tick)
    {
        if (tracks.TryGetValue(tick.Instrument, out var track)) track.Observe(tick);
    }

    /// <summary>A moment that was asked for. Behind the last tick the market is as that has left it.</summary>
    public MarketMoment At(int instrument, Timestamp at) => tracks[instrument].At(at);

    private sealed class Track
    {
        private readonly SortedSet<Timestamp> asked = [];
        private readonly Dictionary<Timestamp, MarketMoment> moments = [];
        private Timestamp[]? due;
        private int next;
        private MarketMoment now;
        private Timestamp since;

        public void Ask(Timestamp at)
        {
            if (due is not null) throw new InvalidOperationException("the market has gone by already");
            asked.Add(at);
        }

        public void Observe(in MarketEvent tick)
        {
            due ??= [.. asked];
            // A tick belongs to its moment: who looks at that moment sees it.
            for (; next < due.Length && due[next] < tick.At; next++) moments[due[next]] = Until(due[next]);
            now = Until(tick.At);
            since = Timestamp.Later(since, tick.At);
            now = tick.Kind == MarketKind.Quote
                ? now with { Bid = tick.Bid, Ask = tick.Ask }
                : now with { Traded = now.Traded + (Int128)tick.Price.Units * tick.Size.Units, Volume = now.Volume + tick.Size.Units };
        }

        public MarketMoment At(Timestamp at) => moments.TryGetValue(at, out var moment) ? moment : Until(at);

        private MarketMoment Until(Timestamp at)
        {
            if (!now.IsQuoted || at <= since) return now;
            var held = (Int128)at.Nanoseconds - since.Nanoseconds;
            return now with { MidTime = now.MidTime + held * now.Mid.Units, Shown = now.Shown + held };
        }
    }
}
