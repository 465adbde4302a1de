using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Noderr.Hosting.Kafka;

namespace Noderr.Hosting.Health;

/// <summary>Whether any of the brokers takes connections. That the work is done is for the service's own checks to say.</summary>
internal sealed class BrokerCheck(KafkaSettings kafka) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var attempts = kafka.BootstrapServers.Split(',', StringSplitOptions.TrimEntries).Select(address => Connects(address, cancellationToken)).ToList();
        while (attempts.Count > 0)
        {
            var done = await Task.WhenAny(attempts);
            if (await done) return HealthCheckResult.Healthy();
            attempts.Remove(done);
        }
        return HealthCheckResult.Unhealthy($"no broker at {kafka.BootstrapServers}");
    }

    private static async Task<bool> Connects(string address, CancellationToken cancel)
    {
        var colon = address.LastIndexOf(':');
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(address[..colon].Trim('[', ']'), int.Parse(address[(colon + 1)..], CultureInfo.InvariantCulture), cancel);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
