using Noderr.Cli.Kafka.Client;
using Noderr.LocalKafka.Inspect;
using Noderr.LocalKafka.Records;

namespace Noderr.Cli.Kafka.Dump;

/// <summary>The batches of a topic as they lie in a stopped broker's folder.</summary>
internal sealed class StoredBatches(StoredData data, string topic, int? only, DumpRange range)
{
    public IEnumerable<SeenBatch> Read()
    {
        var stored = data.Topics.Find(t => t.Name == topic) ?? throw new CannotException($"there is no topic {topic} in {data.Root}; 'noderr kafka verify' names those there are");
        if (only >= stored.PartitionCount) throw new CannotException($"{topic} has no partition {only}: it has 0 to {stored.PartitionCount - 1}");
        var partitions = (only is { } p ? [p] : Enumerable.Range(0, stored.PartitionCount)).Select(stored.Partition).ToList();
        if (range.From is { } from && partitions.Select(p => p.End()).Max() is var end && from > end)
            throw new CannotException($"offset {from} is behind the end of {topic}{(only is null ? "" : $"/{only}")}, which is at {end}");
        return partitions.SelectMany(Read);
    }

    private IEnumerable<SeenBatch> Read(StoredPartition partition)
    {
        var start = Start(partition);
        return partition.Batches(start).Select(b => new SeenBatch(partition.Index, b.Bytes) { From = start, File = b.File, Position = b.Position, Unreadable = b.Unreadable });
    }

    // An offset below the log's start is taken as it is: the files may still hold what was deleted.
    private long Start(StoredPartition partition) =>
        range.TimeMs is { } time ? FirstSince(partition, time)
        : range.From is { } from ? (from < 0 ? Math.Max(partition.End() + from, partition.First()) : from)
        : partition.First();

    private static long FirstSince(StoredPartition partition, long time) =>
        partition.Batches(partition.First()).Where(b => b.Unreadable == 0 && BatchHeader.MaxTimestamp(b.Bytes) >= time && BatchHeader.HasValidCrc(b.Bytes) && !BatchHeader.Attributes(b.Bytes).IsControl)
            .SelectMany(b => RecordReader.All(b.Bytes)).Where(r => r.Timestamp >= time).Select(r => (long?)r.Offset).FirstOrDefault() ?? partition.End();
}
