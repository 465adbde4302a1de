using Microsoft.Extensions.Hosting;

namespace Noderr.Hosting.Shutdown;

/// <summary>Signals are for the process, which may have ten hosts: whoever runs them stops them.</summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
