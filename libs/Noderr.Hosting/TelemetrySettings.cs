using Microsoft.Extensions.Logging;
using Noderr.Hosting.Configuration;

namespace Noderr.Hosting;

/// <summary>What a service says about itself, and to whom.</summary>
public sealed record TelemetrySettings
{
    [Setting("OpenTelemetry collector (OTLP over gRPC); no traces leave without it"), WebAddress]
    public Uri? OtlpEndpoint { get; init; }

    [Setting("the least that is logged", Live = true)]
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
