using System.Diagnostics;

namespace Noderr.Hosting.Tracing;

/// <summary>A service's spans, and their way through Kafka's headers in the form of W3C's Trace Context.</summary>
public sealed class ServiceTracing : IDisposable
{
    private readonly ActivityListener passOn;

    public ServiceTracing(string service)
    {
        Source = new ActivitySource(Telemetry.TraceSource(service));
        // Without a collector nobody listens, and a trace that came in would end here instead of going on.
        passOn = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, Source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(passOn);
    }

    public ActivitySource Source { get; }

    /// <summary>Begins a span under the one that <paramref name="traceparent"/> names, or a trace of its own when there is none or it is broken.</summary>
    public Activity? Begin(string name, ActivityKind kind, string? traceparent = null) =>
        Source.StartActivity(name, kind, Extract(traceparent) ?? default(ActivityContext));

    /// <summary>What goes into the header of a record that the current span causes.</summary>
    public static string? Inject(Activity? activity) => activity is { IdFormat: ActivityIdFormat.W3C } ? activity.Id : null;

    public static ActivityContext? Extract(string? traceparent) =>
        ActivityContext.TryParse(traceparent, null, isRemote: true, out var context) ? context : null;

    public void Dispose()
    {
        passOn.Dispose();
        Source.Dispose();
    }
}
