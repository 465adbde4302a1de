using Noderr.LocalKafka.Groups;

namespace Noderr.Tests.Unit.LocalKafka.Groups;

internal sealed class MemoryLog : ICoordinatorLog
{
    private readonly List<CoordinatorRecord> records = [];
    private long end;

    public bool Broken { get; set; }

    /// <summary>Writes reach the log but the disk doesn't confirm them before this ends.</summary>
    public Task Disk { get; set; } = Task.CompletedTask;

    public IReadOnlyList<CoordinatorRecord> Records => records;

    public ValueTask AppendAsync(IReadOnlyList<KeyedRecord> appended, TransactionalProducer? producer = null)
    {
        if (Broken) throw new IOException("the disk is gone");
        foreach (var (key, value) in appended)
        {
            ReadOnlyMemory<byte>? bytes = value is null ? null : (ReadOnlyMemory<byte>?)value;
            records.Add(new CoordinatorRecord(end++, 0, producer?.Id ?? -1, producer is not null, null, key, bytes));
        }
        return new ValueTask(Disk);
    }

    public void Mark(long producerId, bool commit) =>
        records.Add(new CoordinatorRecord(end++, 0, producerId, true, commit, null, null));

    private static string KeyOf(CoordinatorRecord r) => Convert.ToHexString(r.Key!.Value.Span);

    /// <summary>Below the first open transaction each key keeps its last record; transactions stay whole.</summary>
    public void Compact()
    {
        var open = new Dictionary<long, long>();
        foreach (var r in records.Where(r => r.Transactional))
        {
            if (r.CommitMarker is not null) open.Remove(r.ProducerId);
            else open.TryAdd(r.ProducerId, r.Offset);
        }
        var stable = open.Count == 0 ? end : open.Values.Min();
        var last = new Dictionary<string, long>();
        foreach (var r in records.Where(r => r is { Transactional: false, Key: not null } && r.Offset < stable)) last[KeyOf(r)] = r.Offset;
        records.RemoveAll(r => r is { Transactional: false, Key: not null } && r.Offset < stable && last[KeyOf(r)] != r.Offset);
    }
}
