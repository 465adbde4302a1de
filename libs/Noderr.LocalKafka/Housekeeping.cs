using Microsoft.Extensions.Logging;

namespace Noderr.LocalKafka;

/// <summary>What happens by the clock: each chore at its own interval, one after the other, so that none meets itself.</summary>
public sealed class Housekeeping(ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> loops = [];

    public void Every(TimeSpan interval, string name, Action chore) => loops.Add(Task.Run(() => Loop(interval, name, chore)));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(loops);
        stopping.Dispose();
    }

    private async Task Loop(TimeSpan interval, string name, Action chore)
    {
        using var timer = new PeriodicTimer(interval);
        while (await Tick(timer))
        {
            try
            {
                chore();
            }
            catch (Exception e)
            {
                // The disk may have room again next time; and a fault that ended a chore for good would be noticed by nobody.
                logger.ChoreFailed(name, e);
            }
        }
    }

    private async ValueTask<bool> Tick(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
