using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Noderr.Journal.Entries;

namespace Noderr.Journal.Kafka;

/// <summary>
/// Whoever wants to see a journal without deciding on it: the entries that count, in their order, partition by partition. What fails is told
/// and tried again from where it stood.
/// </summary>
public sealed class JournalTail : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100), BeforeRetry = TimeSpan.FromMilliseconds(200), LongestBeforeRetry = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Action<ConsumeResult<byte[]?, byte[]?>>> readers = [];
    private readonly Dictionary<TopicPartition, Offset> from = [];
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>Called for each entry that counts, with where it lies, on the tail's own thread.</summary>
    public JournalTail Reads<TEvent>(string topic, int partitions, IEntryCodec<TEvent> codec, Offset start, Action<TopicPartitionOffset, Entry<TEvent>> saw, Action<PoisonRecord> putAside)
    {
        var filters = new LeaseFilter[partitions];
        if (start != Offset.Beginning) Array.Fill(filters, LeaseFilter.InTheMiddle);
        var buffers = Enumerable.Range(0, partitions).ToDictionary(p => p, p => new RecordBuffer<TEvent>(new TopicPartition(topic, p), codec));
        readers[topic] = record =>
        {
            var buffer = buffers[record.Partition.Value];
            buffer.Add(record, putAside);
            if (buffer.TryRead(record.Offset.Value, out var entry) && filters[record.Partition.Value].Counts(entry)) saw(record.TopicPartitionOffset, entry);
        };
        foreach (var buffer in buffers.Values) from[buffer.At] = start;
        return this;
    }

    public JournalTail Start(Func<IRecordReader> openReader, ILogger logger)
    {
        running = Task.Factory.StartNew(() => Run(openReader, logger), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private void Run(Func<IRecordReader> openReader, ILogger logger)
    {
        var backoff = new Backoff(BeforeRetry, LongestBeforeRetry);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Read(openReader, backoff);
            }
#pragma warning disable CA1031 // Nobody waits for this thread: whatever stops it must be heard of.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.TailFailed(string.Join(", ", readers.Keys), e.Message, e);
                stopping.Token.WaitHandle.WaitOne(backoff.Next());
            }
        }
    }

    private void Read(Func<IRecordReader> openReader, Backoff backoff)
    {
        using var reader = openReader();
        reader.Assign(from.Select(f => new TopicPartitionOffset(f.Key, f.Value)));
        while (!stopping.IsCancellationRequested)
        {
            if (reader.Read(Idle) is not { IsPartitionEOF: false } record) continue;
            readers[record.Topic](record);
            from[record.TopicPartition] = record.Offset + 1;
            backoff.Reset();
        }
    }
}

internal static partial class TailLog
{
    [LoggerMessage(EventName = "journal.tail.failed", Level = LogLevel.Error, Message = "what {Journals} say is not seen for now: {Reason}")]
    public static partial void TailFailed(this ILogger logger, string journals, string reason, Exception e);
}
