namespace Noderr.LocalKafka.Network;

/// <summary>
/// The memory that requests may take while they come in, over all connections. It is taken as bytes arrive, not as they are announced, and
/// who finds none left waits in line; the server then closes whoever has kept an unfinished request longest.
/// </summary>
public sealed class MemoryBudget(long bytes)
{
    private readonly Lock gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Granted)> line = [];
    private long free = bytes;

    /// <summary>How much is waited for; 0 when nobody waits.</summary>
    public long Wanted { get { lock (gate) return line.Where(w => !w.Granted.Task.IsCompleted).Sum(w => w.Bytes); } }

    /// <summary>Who gives up waiting leaves the line.</summary>
    public ValueTask Take(long amount, CancellationToken cancel)
    {
        lock (gate)
        {
            if (line.Count == 0 && free >= amount)
            {
                free -= amount;
                return default;
            }
            var granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            line.Enqueue((amount, granted));
            return new ValueTask(Wait(granted, cancel));
        }
    }

    public void Give(long amount)
    {
        lock (gate)
        {
            free += amount;
            while (line.TryPeek(out var next) && (free >= next.Bytes || next.Granted.Task.IsCompleted))
            {
                line.Dequeue();
                if (next.Granted.TrySetResult()) free -= next.Bytes;
            }
        }
    }

    private async Task Wait(TaskCompletionSource granted, CancellationToken cancel)
    {
        await using var leaving = cancel.Register(() =>
        {
            if (granted.TrySetCanceled(cancel)) Give(0);
        });
        await granted.Task;
    }
}
