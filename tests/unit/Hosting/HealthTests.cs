using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Noderr.Hosting.Health;

namespace Noderr.Tests.Unit.Hosting;

public sealed class HealthTests
{
    [Fact]
    public async Task A_broker_that_is_away_makes_it_unready_but_never_dead()
    {
        var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        using var given = new Given().Set($"kafka.bootstrap.servers={broker.LocalEndpoint}");
        await using var running = await RunningService.StartAsync(given);
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync("/health/ready")).Status);
        broker.Stop();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"status":"DOWN"}"""), await running.GetAsync("/health/ready"));
        Assert.Equal((HttpStatusCode.OK, """{"status":"UP"}"""), await running.GetAsync("/health/live"));
        Assert.Contains("no broker at 127.0.0.1", (await running.GetAsync("/actuator/health")).Body, StringComparison.Ordinal);
        Assert.Contains("noderr_health_up{check=\"kafka\",service=\"feature\"} 0", (await running.GetAsync("/metrics")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Probe.Live)]
    [InlineData(Probe.Startup)]
    public async Task A_check_fails_its_own_probe_only(string probe)
    {
        var healthy = true;
        using var given = new Given();
        await using var running = await RunningService.StartAsync(given, service => service.Check("shards", probe, _ => Task.FromResult(healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("stuck"))));
        var other = probe == Probe.Live ? Probe.Startup : Probe.Live;
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync($"/health/{probe}")).Status);
        healthy = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await running.GetAsync($"/health/{probe}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync($"/health/{other}")).Status);
    }
}
