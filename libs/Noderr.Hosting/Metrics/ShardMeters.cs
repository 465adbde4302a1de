using System.Globalization;
using Noderr.Journal.Kafka;
using Prometheus;

namespace Noderr.Hosting.Metrics;

/// <summary>What is shown of a shard. Latencies are recorded as they come, all else is read when somebody looks.</summary>
internal sealed class ShardMeters(Meters meters, string topicPrefix, int shard) : IShardTimes
{
    private readonly string label = shard.ToString(CultureInfo.InvariantCulture);
    private readonly LatencyRecorder decided = meters.Latency(Telemetry.DecisionLatency, shard.ToString(CultureInfo.InvariantCulture));
    private readonly LatencyRecorder acknowledged = meters.Latency(Telemetry.AppendLatency, shard.ToString(CultureInfo.InvariantCulture));
    private readonly Gauge epoch = meters.Gauge(Telemetry.LeaseEpoch), recovery = meters.Gauge(Telemetry.RecoveryDuration), lag = meters.Gauge(Telemetry.InputLag);
    private readonly Counter taken = meters.Counter(Telemetry.InputsTaken), entries = meters.Counter(Telemetry.EntriesAppended), events = meters.Counter(Telemetry.EventsDecided);
    private (long Entries, long Events) before, last;

    public void Decided(long since) => decided.RecordSince(since);

    public void Acknowledged(long since) => acknowledged.RecordSince(since);

    /// <summary>Null when the shard was given to another instance.</summary>
    public void Show(ShardReading? seen)
    {
        epoch.WithLabels(label).Set(seen?.Epoch ?? 0);
        if (seen is null) return;
        recovery.WithLabels(label).Set(seen.Recovery.TotalSeconds);
        // A shard that comes back to this instance counts from 0 again; what is shown goes on.
        if (seen.Entries < last.Entries || seen.Events < last.Events) before = (before.Entries + last.Entries, before.Events + last.Events);
        last = (seen.Entries, seen.Events);
        entries.WithLabels(label).IncTo(before.Entries + last.Entries);
        events.WithLabels(label).IncTo(before.Events + last.Events);
        foreach (var journal in seen.Feeds.GroupBy(f => f.Topic[Math.Min(topicPrefix.Length, f.Topic.Length)..]))
        {
            taken.WithLabels(journal.Key, label).IncTo(journal.Sum(f => f.Position));
            lag.WithLabels(journal.Key, label).Set(journal.Sum(f => f.Lag));
        }
    }
}
