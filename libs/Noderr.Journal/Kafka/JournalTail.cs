using Confluent.Kafka;
using Noderr.Journal.Entries;

namespace Noderr.Journal.Kafka;

/// <summary>Whoever wants to see a journal without deciding on it: the entries that count, in their order, partition by partition.</summary>
public sealed class JournalTail : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, Action<ConsumeResult<byte[]?, byte[]?>>> readers = [];
    private readonly List<TopicPartitionOffset> from = [];
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>Called for each entry that counts, with where it lies, on the tail's own thread.</summary>
    public JournalTail Reads<TEvent>(string topic, int partitions, IEntryCodec<TEvent> codec, Offset start, Action<TopicPartitionOffset, Entry<TEvent>> saw, Action<PoisonRecord> putAside)
    {
        // A tail that starts in the middle can't know the lease it started under: it believes the first entry that it sees.
        var filters = new Dictionary<int, LeaseFilter>();
        var buffers = Enumerable.Range(0, partitions).ToDictionary(p => p, p => new RecordBuffer<TEvent>(new TopicPartition(topic, p), codec));
        readers[topic] = record =>
        {
            var buffer = buffers[record.Partition.Value];
            buffer.Add(record, putAside);
            if (!buffer.TryRead(record.Offset.Value, out var entry)) return;
            if (!filters.TryGetValue(record.Partition.Value, out var filter) && entry.Kind != EntryKind.Lease)
                filter = new LeaseFilter { Epoch = entry.Epoch, Sequence = entry.Sequence - 1 };
            var counts = filter.Counts(entry);
            filters[record.Partition.Value] = filter;
            if (counts) saw(record.TopicPartitionOffset, entry);
        };
        from.AddRange(buffers.Keys.Select(p => new TopicPartitionOffset(topic, p, start)));
        return this;
    }

    public JournalTail Start(ConsumerConfig consuming)
    {
        running = Task.Factory.StartNew(() => Run(consuming), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private void Run(ConsumerConfig consuming)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(consuming).SetLogHandler(static (_, _) => { }).Build();
        consumer.Assign(from);
        while (!stopping.IsCancellationRequested)
            if (consumer.Consume(Idle) is { IsPartitionEOF: false } record) readers[record.Topic](record);
    }
}
