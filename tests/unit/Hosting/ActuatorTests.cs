using System.Net;
using Noderr.Hosting;

namespace Noderr.Tests.Unit.Hosting;

public sealed class ActuatorTests
{
    [Fact]
    public async Task It_says_what_runs_here()
    {
        using var given = new Given();
        await using var running = await RunningService.StartAsync(given);
        var info = await running.JsonAsync("/actuator/info");
        Assert.Equal("feature", info.GetProperty("name").GetString());
        Assert.NotEqual("", info.GetProperty("build").GetProperty("commit").GetString());
        Assert.InRange(info.GetProperty("started").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task It_shows_settings_with_their_origin_and_without_secrets()
    {
        using var given = new Given("kafka: { topic.prefix: test., sasl.password: hunter2 }").Set("http.port=0");
        await using var running = await RunningService.StartAsync(given);
        var text = (await running.GetAsync("/actuator/env")).Body;
        Assert.Contains("""{"version":1,"properties":{"http.port":{"value":"0","origin":"--set"},"kafka.sasl.password":{"value":"***","origin":"noderr.yaml:1"},"kafka.topic.prefix":{"value":"test.","origin":"noderr.yaml:1"}}}""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Levels_change_while_it_runs()
    {
        using var given = new Given();
        await using var running = await RunningService.StartAsync(given);
        Assert.Equal(HttpStatusCode.NoContent, await running.PostAsync("/actuator/loggers/Microsoft.AspNetCore", new { configuredLevel = "debug" }));
        var loggers = (await running.JsonAsync("/actuator/loggers")).GetProperty("loggers");
        Assert.Equal("DEBUG", loggers.GetProperty("Microsoft.AspNetCore").GetProperty("effectiveLevel").GetString());
        Assert.Equal("WARNING", loggers.GetProperty("Microsoft").GetProperty("effectiveLevel").GetString());
        Assert.Contains("\"log.level\":\"debug\"", given.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await running.PostAsync("/actuator/loggers/ROOT", new { configuredLevel = "loud" }));
    }

    [Fact]
    public async Task Metrics_are_named_and_exposed_for_this_host_only()
    {
        using var given = new Given();
        await using var feature = await RunningService.StartAsync(given);
        await using var risk = await RunningService.StartAsync(given, name: "risk");
        feature.Service.Meters.Latency(Telemetry.DecisionLatency, "0").Record(2_000_000);
        feature.Service.Meters.Counter(Telemetry.InputsTaken).WithLabels("market", "0").Inc(3);
        var text = (await feature.GetAsync("/metrics")).Body;
        Assert.Contains("noderr_inputs_taken_total{journal=\"market\",shard=\"0\",service=\"feature\"} 3", text, StringComparison.Ordinal);
        Assert.Contains("noderr_decision_latency_seconds_count{shard=\"0\",service=\"feature\"} 1", text, StringComparison.Ordinal);
        Assert.Matches("noderr_decision_latency_seconds\\{shard=\"0\",quantile=\"0.99\",service=\"feature\"\\} 0\\.00(199|20[0-2])", text);
        Assert.Contains("process_cpu_seconds_total", text, StringComparison.Ordinal);
        Assert.Contains("noderr_decision_latency_seconds", (await feature.GetAsync("/actuator/metrics")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("noderr_inputs_taken_total", (await risk.GetAsync("/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_declared_once_and_in_the_form_that_Prometheus_asks_for()
    {
        var declared = typeof(Telemetry).GetFields().Where(f => f.FieldType == typeof(Measure)).Select(f => (Measure)f.GetValue(null)!).ToArray();
        Assert.Equal(declared.OrderBy(m => m.Name), Telemetry.All.OrderBy(m => m.Name));
        Assert.Equal(declared.Length, declared.DistinctBy(m => m.Name).Count());
        Assert.All(declared, m => Assert.Matches("^noderr(_[a-z]+)+$", m.Name));
        Assert.All(declared, m => Assert.Equal(m.Kind == MeasureKind.Counter, m.Name.EndsWith("_total", StringComparison.Ordinal)));
        Assert.All(declared.Where(m => m.Kind == MeasureKind.Latency), m => Assert.EndsWith("_seconds", m.Name, StringComparison.Ordinal));
    }
}
