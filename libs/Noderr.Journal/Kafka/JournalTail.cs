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
        var filters = new LeaseFilter[partitions];
        if (start != Offset.Beginning) Array.Fill(filters, LeaseFilter.InTheMiddle);
        var buffers = Enumerable.Range(0, partitions).ToDictionary(p => p, p => new RecordBuffer<TEvent>(new TopicPartition(topic, p), codec));
        readers[topic] = record =>
        {
            var buffer = buffers[record.Partition.Value];
            buffer.Add(record, putAside);
            if (buffer.TryRead(record.Offset.Value, out var entry) && filters[record.Partition.Value].Counts(entry)) saw(record.TopicPartitionOffset, entry);
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
