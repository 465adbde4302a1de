using Confluent.Kafka;
using Noderr.Cli.Kafka.Client;
using Noderr.Hosting.Journals;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;
using Noderr.Journal.Shards;
using Timestamp = Noderr.Domain.Numbers.Timestamp;

namespace Noderr.Cli.Costing;

/// <summary>Reads journals as they lie there now, shard by shard, and gives out each event that counts with the time of its entry.</summary>
internal sealed class JournalScan(IConsumer<byte[]?, byte[]?> consumer, Action<string, long, long> progress, CancellationToken cancel)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<TopicPartition, WatermarkOffsets> marks = [];

    /// <summary>What the journal has by now is what is read of it. Of journals that are written meanwhile, effects are marked before their causes: then no effect is read whose cause is not.</summary>
    public void Mark<TEvent>(Journal<TEvent> journal)
    {
        for (var shard = 0; shard < journal.Shards; shard++) marks[journal.At(shard)] = consumer.QueryWatermarkOffsets(journal.At(shard), Patience);
    }

    /// <summary>Of a journal that is marked.</summary>
    /// <param name="from">Entries long before it may be left out.</param>
    /// <param name="isEnough">Asked with the time of each entry; once it is, the rest of the shard is left out.</param>
    public void Read<TEvent>(Journal<TEvent> journal, Action<TEvent, Timestamp> saw, Timestamp? from = null, Func<Timestamp, bool>? isEnough = null)
    {
        for (var shard = 0; shard < journal.Shards; shard++) Read(journal, journal.At(shard), saw, from, isEnough ?? (static _ => false));
    }

    private void Read<TEvent>(Journal<TEvent> journal, TopicPartition at, Action<TEvent, Timestamp> saw, Timestamp? from, Func<Timestamp, bool> isEnough)
    {
        var marked = marks[at];
        var (next, end) = (from is { } time ? OffsetOf(at, time, marked) : marked.Low.Value, marked.High.Value);
        var filter = next == 0 ? default : LeaseFilter.InTheMiddle;
        var buffer = new RecordBuffer<TEvent>(at, journal.Codec);
        if (next < end) consumer.Assign(new TopicPartitionOffset(at, next));
        while (next < end)
        {
            cancel.ThrowIfCancellationRequested();
            var record = consumer.Consume(Patience) ?? throw new CannotException($"{at.Topic}/{at.Partition.Value} was not read on from offset {next} within {Patience.TotalSeconds:0} s");
            if (record.IsPartitionEOF) break;
            next = record.Offset.Value + 1;
            progress(journal.Name, next, end);
            buffer.Add(record, static poison => throw new JournalException($"{poison.At} can't be read: {poison.Reason}"));
            if (!buffer.TryRead(record.Offset.Value, out var entry) || !filter.Counts(entry)) continue;
            if (isEnough(entry.Time)) break;
            foreach (var said in entry.Events) saw(said, entry.Time);
        }
    }

    private long OffsetOf(TopicPartition at, Timestamp time, WatermarkOffsets marked)
    {
        var found = consumer.OffsetsForTimes([new TopicPartitionTimestamp(at, new Confluent.Kafka.Timestamp(time.Milliseconds, TimestampType.CreateTime))], Patience)[0].Offset;
        return found.IsSpecial ? marked.High.Value : Math.Max(marked.Low.Value, found.Value);
    }
}
