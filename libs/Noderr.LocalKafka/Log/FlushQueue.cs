using System.Threading.Channels;

namespace Noderr.LocalKafka.Log;

/// <summary>
/// Group commit: partitions that wait for a flush are flushed one after the other by a few workers, and what is appended while a flush
/// runs shares the next one. A partition stands in the queue once at most, so the queue is bounded by their number.
/// </summary>
public sealed class FlushQueue : IAsyncDisposable
{
    private const int Workers = 2;

    private readonly Channel<PartitionLog> queue = Channel.CreateUnbounded<PartitionLog>();
    private readonly Task[] workers;

    public FlushQueue() =>
        workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning))];

    public void Enqueue(PartitionLog log) => queue.Writer.TryWrite(log);

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.WhenAll(workers);
    }

    private void Work()
    {
        // A thread of its own: a flush blocks, and under load it blocks most of the time.
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (queue.Reader.TryRead(out var log)) log.FlushNow();
        }
    }
}
