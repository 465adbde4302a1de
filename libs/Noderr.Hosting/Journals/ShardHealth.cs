using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Noderr.Hosting.Journals;

internal sealed class ShardHealth(Func<HealthCheckResult> health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(health());
}
