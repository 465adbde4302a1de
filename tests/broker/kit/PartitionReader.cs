namespace Noderr.Tests.Broker.Kit;

/// <summary>Reads a partition batch by batch with Fetch v4 and isolation read_uncommitted, so that markers and aborted data are seen too.</summary>
public sealed class PartitionReader(WireClient client, string topic, int partition)
{
    /// <summary>Where the next batch is expected.</summary>
    public long Position { get; set; }

    public long HighWatermark { get; private set; }

    public long LastStableOffset { get; private set; }

    /// <summary>The batches from <see cref="Position"/> to the end of the log as it is now.</summary>
    public IEnumerable<RecordBatch> ReadToEnd()
    {
        do
        {
            var batches = FetchOnce();
            if (batches.Count == 0 && Position < HighWatermark)
                throw new BrokerException($"{topic}-{partition}: nothing is served at {Position} although the log ends at {HighWatermark}");
            foreach (var batch in batches)
            {
                yield return batch;
                Position = batch.LastOffset + 1;
            }
        }
        while (Position < HighWatermark);
    }

    private List<RecordBatch> FetchOnce()
    {
        var answer = client.Ask(1, 4, w => w
            .Int32(-1).Int32(100).Int32(1).Int32(8 << 20).Int8(0)
            .Int32(1).Text(topic).Int32(1).Int32(partition).Int64(Position).Int32(4 << 20));
        answer.Int32();
        answer.Int32();
        answer.Text();
        answer.Int32();
        answer.Int32();
        var error = answer.Int16();
        if (error != 0)
            throw new BrokerException($"{topic}-{partition}: fetch at {Position} is answered with error {error}");
        HighWatermark = answer.Int64();
        LastStableOffset = answer.Int64();
        for (var aborted = answer.Int32(); aborted > 0; aborted--)
        {
            answer.Int64();
            answer.Int64();
        }
        return [.. RecordBatch.ReadAll(answer.Bytes())];
    }
}
