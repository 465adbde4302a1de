namespace Noderr.Hosting;

public enum MeasureKind
{
    Counter,
    Gauge,

    /// <summary>Seconds as quantiles, and how many there were.</summary>
    Latency,
}

/// <summary>Something that is measured, under the name by which dashboards and alerts ask for it.</summary>
public sealed record Measure(MeasureKind Kind, string Name, string Help, params string[] Labels);

/// <summary>The names of everything that can be observed. What is not declared here can't be measured.</summary>
public static class Telemetry
{
    public static readonly Measure BuildInfo = new(MeasureKind.Gauge, "noderr_build_info", "1, labelled with version and commit", "version", "commit");
    public static readonly Measure ConfigurationVersion = new(MeasureKind.Gauge, "noderr_configuration_version", "Version of the configuration in use");
    public static readonly Measure LogEvents = new(MeasureKind.Counter, "noderr_log_events_total", "Lines logged", "level");
    public static readonly Measure Up = new(MeasureKind.Gauge, "noderr_health_up", "1 when the named check passed the last time it was asked", "check");

    public static readonly Measure InputsTaken = new(MeasureKind.Counter, "noderr_inputs_taken_total", "Records of another journal taken, from its beginning on", "journal", "shard");
    public static readonly Measure InputLag = new(MeasureKind.Gauge, "noderr_input_lag_records", "Records of other journals not yet taken", "journal", "shard");
    public static readonly Measure EntriesAppended = new(MeasureKind.Counter, "noderr_entries_appended_total", "Entries acknowledged by the own journal", "shard");
    public static readonly Measure EventsDecided = new(MeasureKind.Counter, "noderr_events_decided_total", "Events decided", "shard");
    public static readonly Measure LeaseEpoch = new(MeasureKind.Gauge, "noderr_lease_epoch", "Epoch of the lease this instance holds; 0 when it holds none", "shard");
    public static readonly Measure RecoveryDuration = new(MeasureKind.Gauge, "noderr_recovery_seconds", "What it took to own the shard, the last time", "shard");

    public static readonly Measure PoisonRecords = new(MeasureKind.Counter, "noderr_poison_records_total", "Records that could not be read and were put aside", "journal");

    public static readonly Measure DecisionLatency = new(MeasureKind.Latency, "noderr_decision_latency_seconds", "From an input's arrival to the decision", "shard");
    public static readonly Measure AppendLatency = new(MeasureKind.Latency, "noderr_append_latency_seconds", "From a decision to its acknowledgement by the journal", "shard");
    public static readonly Measure RiskCheckLatency = new(MeasureKind.Latency, "noderr_risk_check_latency_seconds", "From a risk check's arrival to its answer", "book");
    public static readonly Measure VenueLatency = new(MeasureKind.Latency, "noderr_venue_latency_seconds", "From an order's submission to the venue's answer", "venue");

    public static IReadOnlyList<Measure> All { get; } =
    [
        BuildInfo, ConfigurationVersion, LogEvents, Up,
        InputsTaken, InputLag, EntriesAppended, EventsDecided, LeaseEpoch, RecoveryDuration, PoisonRecords,
        DecisionLatency, AppendLatency, RiskCheckLatency, VenueLatency,
    ];

    /// <summary>The header that carries the trace in a record of Kafka.</summary>
    public const string TraceHeader = "traceparent";

    public static string TraceSource(string service) => $"noderr.{service}";
}
