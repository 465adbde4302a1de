using System.Collections.Concurrent;

namespace Noderr.LocalKafka.Log;

/// <summary>
/// Group commit: partitions that wait for a flush are flushed one after the other by a few workers, and what is appended while a flush
/// runs shares the next one. A partition stands in the queue once at most, so the queue is bounded by their number.
/// </summary>
public sealed class FlushQueue : IAsyncDisposable
{
    private const int Workers = 2;

    private readonly BlockingCollection<PartitionLog> queue = [];
    private readonly Task[] workers;

    // Threads of their own, woken by nobody between: a flush blocks, and under load it blocks most of the time.
    public FlushQueue() =>
        workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning))];

    public void Enqueue(PartitionLog log)
    {
        try
        {
            queue.TryAdd(log);
        }
        catch (InvalidOperationException)
        {
            // It is closing: who closes a log flushes it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await Task.WhenAll(workers);
        queue.Dispose();
    }

    private void Work()
    {
        foreach (var log in queue.GetConsumingEnumerable()) log.FlushQueued();
    }
}
