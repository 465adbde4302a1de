using Prometheus;

namespace Noderr.Hosting.Metrics;

/// <summary>A host's own registry: ten hosts in one process do not add up.</summary>
public sealed class Meters
{
    private readonly MetricFactory factory;

    public Meters(string service)
    {
        Registry = Prometheus.Metrics.NewCustomRegistry();
        Registry.SetStaticLabels(new Dictionary<string, string> { ["service"] = service });
        factory = Prometheus.Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry);
    }

    public CollectorRegistry Registry { get; }

    public Counter Counter(Measure measure) => factory.CreateCounter(Declared(measure, MeasureKind.Counter).Name, measure.Help, measure.Labels);

    public Gauge Gauge(Measure measure) => factory.CreateGauge(Declared(measure, MeasureKind.Gauge).Name, measure.Help, measure.Labels);

    /// <summary>One recorder per set of labels, to be made once and kept.</summary>
    public LatencyRecorder Latency(Measure measure, params string[] labels)
    {
        Declared(measure, MeasureKind.Latency);
        var quantiles = factory.CreateGauge(measure.Name, $"{measure.Help}; the last minute", [.. measure.Labels, "quantile"]);
        var count = factory.CreateCounter($"{measure.Name}_count", measure.Help, measure.Labels);
        var recorder = new LatencyRecorder(TimeProvider.System);
        var gauges = LatencyRecorder.Quantiles.Select(q => quantiles.WithLabels([.. labels, q.Label])).ToArray();
        var counter = count.WithLabels(labels);
        Registry.AddBeforeCollectCallback(() =>
        {
            var seen = recorder.Read();
            for (var i = 0; i < gauges.Length; i++) gauges[i].Set(seen.Seconds[i]);
            counter.IncTo(seen.Count);
        });
        return recorder;
    }

    private static Measure Declared(Measure measure, MeasureKind kind) =>
        measure.Kind == kind ? measure : throw new ArgumentException($"{measure.Name} is declared as {measure.Kind}");
}
