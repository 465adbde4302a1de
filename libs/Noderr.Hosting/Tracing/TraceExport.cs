using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Noderr.Hosting.Tracing;

internal static class TraceExport
{
    /// <summary>The framework's source is shared by all hosts of a process: each exports only the requests that are its own.</summary>
    public static void AddTraceExport(this IServiceCollection services, ServiceIdentity identity, Uri collector) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(identity.Name, serviceNamespace: "noderr", serviceVersion: identity.Version))
        .WithTracing(tracing => tracing
            .AddSource(Telemetry.TraceSource(identity.Name))
            .AddAspNetCoreInstrumentation(options => options.Filter = context => ReferenceEquals(context.RequestServices.GetService<ServiceIdentity>(), identity))
            .AddOtlpExporter(options => options.Endpoint = collector));
}
