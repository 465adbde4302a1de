using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Noderr.Hosting.Access;
using Noderr.Hosting.Kafka;
using Noderr.Hosting.Metrics;

namespace Noderr.Hosting.Health;

/// <summary>Probes for a kubelet, which has no key and is told no details; and the whole picture for those who may look.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(1);

    public static IHealthChecksBuilder AddHealth(this IServiceCollection services, Lifecycle lifecycle, KafkaSettings kafka) => services.AddHealthChecks()
        .AddCheck("started", () => lifecycle.Now == Lifecycle.Stage.Starting ? HealthCheckResult.Unhealthy("starting") : HealthCheckResult.Healthy(), [Probe.Startup])
        .AddCheck("serving", () => lifecycle.Now == Lifecycle.Stage.Started ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(lifecycle.Now.ToString().ToLowerInvariant()), [Probe.Ready])
        .Add(new HealthCheckRegistration("kafka", new BrokerCheck(kafka), HealthStatus.Unhealthy, [Probe.Ready], patience));

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        foreach (var probe in new[] { Probe.Live, Probe.Ready, Probe.Startup })
            routes.MapHealthChecks($"/health/{probe}", Of(check => check.Tags.Contains(probe), details: false)).AllowAnonymous();
        routes.MapHealthChecks("/actuator/health", Of(_ => true, details: true)).RequireAuthorization(Role.Viewer);
    }

    private static HealthCheckOptions Of(Func<HealthCheckRegistration, bool> predicate, bool details) => new()
    {
        Predicate = predicate,
        ResponseWriter = (context, report) => WriteAsync(context, report, details),
    };

    private static async Task WriteAsync(HttpContext context, HealthReport report, bool details)
    {
        var up = context.RequestServices.GetRequiredService<Meters>().Gauge(Telemetry.Up);
        foreach (var (name, entry) in report.Entries) up.WithLabels(name).Set(entry.Status == HealthStatus.Unhealthy ? 0 : 1);
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", Word(report.Status));
        if (details)
        {
            json.WriteStartObject("components");
            foreach (var (name, entry) in report.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(name);
                json.WriteString("status", Word(entry.Status));
                if (entry.Description is { } description) json.WriteString("description", description);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static string Word(HealthStatus status) => status switch { HealthStatus.Healthy => "UP", HealthStatus.Degraded => "DEGRADED", _ => "DOWN" };
}
