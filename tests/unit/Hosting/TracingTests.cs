using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Noderr.Hosting.Logs;
using Noderr.Hosting.Tracing;

namespace Noderr.Tests.Unit.Hosting;

public sealed class TracingTests
{
    private const string Incoming = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void A_trace_goes_on_through_a_service_without_a_collector()
    {
        using var tracing = new ServiceTracing("feature");
        using var span = tracing.Begin("decide", ActivityKind.Consumer, Incoming);
        var outgoing = ServiceTracing.Inject(span);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", outgoing, StringComparison.Ordinal);
        Assert.NotEqual(Incoming, outgoing);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-zz-zz-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public void A_broken_context_begins_a_trace_of_its_own(string? incoming)
    {
        using var tracing = new ServiceTracing("feature");
        using var span = tracing.Begin("decide", ActivityKind.Consumer, incoming);
        Assert.NotNull(ServiceTracing.Extract(ServiceTracing.Inject(span)));
    }

    [Fact]
    public void A_log_line_is_one_line_of_ECS_with_its_trace()
    {
        using var output = new StringWriter();
        using var provider = new EcsLogProvider("feature", output, new LogLevels(), _ => { });
        using var tracing = new ServiceTracing("feature");
        using (tracing.Begin("decide", ActivityKind.Consumer, Incoming))
            provider.CreateLogger("Noderr.Feature").LogWarning(new EventId(1, "feature.window.grew"), new InvalidOperationException("why"), "first\nsecond {Size}", 7);
        var line = Assert.Single(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var json = JsonDocument.Parse(line).RootElement;
        string? Field(string name) => json.GetProperty(name).GetString();
        Assert.Equal(("warning", "Noderr.Feature", "feature.window.grew", "first\nsecond 7", "feature"), (Field("log.level"), Field("log.logger"), Field("event.action"), Field("message"), Field("service.name")));
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "why"), (Field("trace.id"), Field("error.message")));
        Assert.Equal("7", json.GetProperty("labels").GetProperty("Size").GetString());
    }

    [Fact]
    public void The_longest_name_decides_on_the_level()
    {
        var levels = new LogLevels();
        levels.Set("Noderr.Feature", LogLevel.Debug);
        Assert.Equal((LogLevel.Debug, LogLevel.Information, LogLevel.Warning), (levels.Of("Noderr.Feature.Windows"), levels.Of("Noderr.Features"), levels.Of("Microsoft.AspNetCore")));
        levels.Set("Noderr.Feature", null);
        Assert.Equal(LogLevel.Information, levels.Of("Noderr.Feature.Windows"));
    }
}
