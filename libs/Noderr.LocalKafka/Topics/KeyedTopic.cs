using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Topics;

/// <summary>A compacted topic of one partition that the broker itself writes: the last record of each key is what it knows. Made with the first write.</summary>
public sealed class KeyedTopic(string name, TopicCatalog topics, TimeProvider clock, int segmentBytes = 16 << 20) : ICoordinatorLog
{
    private readonly IReadOnlyDictionary<string, string> configs = new Dictionary<string, string>
    {
        ["cleanup.policy"] = "compact",
        ["compression.type"] = "producer",
        ["segment.bytes"] = segmentBytes.ToString(),
    };

    public ValueTask AppendAsync(IReadOnlyList<KeyedRecord> records, TransactionalProducer? producer = null)
    {
        try
        {
            var log = topics.GetOrCreateInternal(name, configs).Partitions[0];
            var writer = producer is { } p ? new BatchProducer(p.Id, p.Epoch) : (BatchProducer?)null;
            var batch = new BatchBuilder(BatchAttributes.Of(transactional: producer is not null), writer);
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            // A null array would become empty memory: a record with an empty value, and no tombstone.
            foreach (var record in records) batch.Add(now, record.Key, record.Value is { } value ? value : (ReadOnlyMemory<byte>?)null);
            var appended = log.Append(batch.Build());
            if (appended.Error != ErrorCode.None) return ValueTask.FromException(new IOException($"{name} could not be written: {appended.Error}"));
            return appended.FlushTo > 0 ? new ValueTask(log.WhenFlushed(appended.FlushTo)) : default;
        }
        catch (IOException e)
        {
            return ValueTask.FromException(e);
        }
    }

    public IEnumerable<CoordinatorRecord> ReadAll()
    {
        if (topics.Partition(name, 0) is not { } log) yield break;
        foreach (var batch in log.ReadBatches(log.LogStart))
        {
            var (producer, attributes) = (BatchHeader.ProducerId(batch), BatchHeader.Attributes(batch));
            if (attributes.IsControl)
            {
                if (ControlMarker.Read(batch) is { } marker) yield return new CoordinatorRecord(BatchHeader.BaseOffset(batch), BatchHeader.MaxTimestamp(batch), producer, true, marker.Commit, null, null);
                continue;
            }
            foreach (var record in RecordReader.Each(batch))
                yield return new CoordinatorRecord(record.Offset, record.Timestamp, producer, attributes.IsTransactional, null, record.Key, record.Value);
        }
    }
}
