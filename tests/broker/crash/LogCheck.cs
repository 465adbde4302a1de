using System.Text;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Crash;

/// <summary>
/// Reads partitions batch by batch, markers included: offsets follow one another without a gap, checksums hold, the sequence numbers
/// of each producer are contiguous, and once all loads have settled no transaction is left open.
/// </summary>
public sealed class LogCheck(string topic, int partition, Violations violations)
{
    private readonly Dictionary<(long Producer, short Epoch), int> _sequences = [];
    private readonly HashSet<long> _open = [];

    public long Position { get; private set; }

    public string Topic => topic;

    public int Partition => partition;

    public string Name => $"{topic}-{partition}";

    public void ReadOn(WireClient client, Action<LogCheck, LogRecord> saw)
    {
        ArgumentNullException.ThrowIfNull(saw);
        var reader = new PartitionReader(client, topic, partition) { Position = Position };
        foreach (var batch in reader.ReadToEnd())
        {
            Check(batch);
            if (!batch.IsControl)
                foreach (var record in batch.Records())
                    saw(this, record);
        }
        if (reader.HighWatermark < Position)
            violations.Add($"{Name}: the log ended at {Position} and now ends at {reader.HighWatermark}");
        if (reader.LastStableOffset != reader.HighWatermark || _open.Count > 0)
            violations.Add($"{Name}: a transaction is left open, the last stable offset {reader.LastStableOffset} is below {reader.HighWatermark}");
    }

    private void Check(RecordBatch batch)
    {
        if (batch.BaseOffset != Position)
            violations.Add($"{Name}: a batch begins at {batch.BaseOffset} where {Position} is due");
        if (!batch.CrcHolds)
            violations.Add($"{Name}: the checksum of the batch at {batch.BaseOffset} does not hold");
        if (batch.LastOffset - batch.BaseOffset + 1 != batch.Count)
            violations.Add($"{Name}: the batch at {batch.BaseOffset} has {batch.Count} records and ends at {batch.LastOffset}");
        Position = batch.LastOffset + 1;
        if (batch.IsControl)
            _open.Remove(batch.ProducerId);
        else if (batch.IsTransactional)
            _open.Add(batch.ProducerId);
        if (batch.IsControl || batch.ProducerId < 0)
            return;
        var producer = (batch.ProducerId, batch.Epoch);
        if (_sequences.TryGetValue(producer, out var next) && next != batch.BaseSequence)
            violations.Add($"{Name}: the batch at {batch.BaseOffset} of producer {producer} has sequence {batch.BaseSequence} where {next} is due");
        _sequences[producer] = batch.BaseSequence + batch.Count;
    }

    public static string[] Fields(LogRecord record) => Encoding.UTF8.GetString(record?.Value ?? []).Split('|');
}
