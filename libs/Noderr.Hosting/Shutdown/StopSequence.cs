using Microsoft.Extensions.Logging;

namespace Noderr.Hosting.Shutdown;

/// <summary>
/// Stops in order: http takes no more requests, owners stop deciding, journals flush what was decided. Each step has its share of five seconds,
/// so that a request that hangs cannot take the time that the journals need.
/// </summary>
internal sealed class StopSequence(ILogger log, TimeProvider time)
{
    public static readonly TimeSpan Http = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Owners = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan Journals = TimeSpan.FromSeconds(1.5);

    /// <summary>False when the step failed or was left behind.</summary>
    public async Task<bool> RunAsync(string step, TimeSpan share, Func<CancellationToken, Task> stop)
    {
        using var deadline = new CancellationTokenSource(share, time);
        try
        {
            // A step that ignores its token is waited for no longer than one that heeds it.
            await stop(deadline.Token).WaitAsync(share + TimeSpan.FromMilliseconds(100), time);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            log.StopOverdue(step);
        }
#pragma warning disable CA1031 // One step that fails must not keep the next from its turn; the service's exit code tells.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.StopFailed(e, step);
        }
        return false;
    }
}
