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

    public bool IsStarved { get { lock (gate) return line.Count > 0; } }

    public ValueTask Take(long amount)
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
            return new ValueTask(granted.Task);
        }
    }

    public void Give(long amount)
    {
        lock (gate)
        {
            free += amount;
            while (line.TryPeek(out var next) && free >= next.Bytes)
            {
                line.Dequeue();
                free -= next.Bytes;
                next.Granted.TrySetResult();
            }
        }
    }
}
