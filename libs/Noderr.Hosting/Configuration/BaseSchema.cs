using Noderr.Hosting.Grpc;
using Noderr.Hosting.Http;
using Noderr.Hosting.Kafka;
using Noderr.Hosting.Trading;

namespace Noderr.Hosting.Configuration;

/// <summary>The sections that every service reads.</summary>
public static class BaseSchema
{
    public static Schema Create() => new(
        Section.Of<KafkaSettings>("kafka"),
        Section.Of<HttpSettings>("http"),
        Section.Of<ClientSettings>("client"),
        Section.Of<TelemetrySettings>("telemetry"),
        Section.Of<TradingSettings>("trading"));
}
