using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;
using Noderr.Tests.Unit.LocalKafka.Log;

namespace Noderr.Tests.Unit.LocalKafka.Transactions;

/// <summary>A coordinator over real partitions and a transaction log in memory; the clock moves with every look, so that writes have an order.</summary>
internal sealed class TransactionBench : IDisposable
{
    public const string Id = "payments";
    public const int Timeout = 60_000;

    private static readonly FlushQueue Flushes = new();

    private readonly string root;
    private readonly BrokerSettings settings = new([]);
    private readonly DataFolder data;

    public TransactionBench(int topics = 2) : this(ScratchFolder.New(), new TransactionLog(), new TickingClock())
    {
        for (var i = 0; i < topics; i++) Topics.Create($"topic{i}", 1, new Dictionary<string, string>());
        Coordinator = Start();
    }

    private TransactionBench(string root, TransactionLog log, TickingClock clock)
    {
        (this.root, Log, Clock) = (root, log, clock);
        data = DataFolder.Open(root);
        Topics = new TopicCatalog(data, settings, Flushes, clock);
    }

    public TickingClock Clock { get; }
    public TransactionLog Log { get; }
    public TopicCatalog Topics { get; }
    public TransactionCoordinator Coordinator { get; private set; } = null!;
    public List<(long Producer, bool Commit)> Completed { get; } = [];
    public IEnumerable<PartitionLog> Partitions => Topics.Logs.OrderBy(l => l.Topic, StringComparer.Ordinal);

    public static TopicPartition At(int topic) => new($"topic{topic}", 0);

    /// <summary>Everything that was written up to a time, opened as after a kill at that moment.</summary>
    public TransactionBench KilledAt(long timeMs)
    {
        var copy = ScratchFolder.New();
        foreach (var file in Directory.GetFiles(root, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) is not ("lock" or "clean")))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (Path.GetExtension(file) == ".log") File.WriteAllBytes(target, Before(File.ReadAllBytes(file), timeMs));
            else File.Copy(file, target);
        }
        var killed = new TransactionBench(copy, Log.Before(timeMs), new TickingClock { NowMs = Clock.NowMs });
        killed.Topics.Load();
        killed.Coordinator = killed.Start();
        return killed;
    }

    public TransactionCoordinator Start(bool load = true)
    {
        var started = new TransactionCoordinator(Log, Topics, data, settings, Clock, (producer, commit) => Completed.Add((producer, commit)));
        foreach (var record in Log.Records) started.Replay(record);
        if (load) started.Loaded();
        return Coordinator = started;
    }

    public async Task<(ErrorCode Error, long Producer, short Epoch)> Init(string id = Id, long producer = -1, short epoch = -1) =>
        await Coordinator.Init(id, Timeout, producer, epoch);

    public ErrorCode Append(int topic, long producer, short epoch, int sequence, string value, string id = Id)
    {
        var batch = LogBench.Batch(new BatchProducer(producer, epoch, sequence), true, Clock.NowMs += 1, value);
        return Coordinator.Append(id, Topics.Partition($"topic{topic}", 0)!, batch).Error;
    }

    /// <summary>The values that a reader of committed data gets from a partition.</summary>
    public List<string> Committed(int topic)
    {
        var log = Topics.Partition($"topic{topic}", 0)!;
        var aborted = log.Producers.Aborted;
        return [.. log.ReadBatches(0).TakeWhile(b => BatchHeader.BaseOffset(b) < log.LastStable).Where(b => !BatchHeader.Attributes(b).IsControl)
            .SelectMany(b => RecordReader.All(b).Where(r => !aborted.Any(a => a.ProducerId == BatchHeader.ProducerId(b) && a.FirstOffset <= r.Offset && r.Offset <= a.LastOffset)))
            .Select(r => LogBench.Text(r.Value))];
    }

    public List<string> Markers(int topic) => [.. Topics.Partition($"topic{topic}", 0)!.ReadBatches(0).Where(b => BatchHeader.Attributes(b).IsControl)
        .Select(b => ControlMarker.Read(b)!.Value).Select(m => $"{(m.Commit ? "commit" : "abort")} {m.ProducerId}/{m.ProducerEpoch}")];

    /// <summary>All writes' times in order.</summary>
    public List<long> Times() =>
        [.. Log.Times.Concat(Topics.Logs.SelectMany(l => l.ReadBatches(0)).Select(b => BatchHeader.MaxTimestamp(b))).Order()];

    public void Dispose()
    {
        foreach (var log in Topics.Logs) log.Abandon();
        data.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private static byte[] Before(byte[] log, long timeMs)
    {
        var end = 0;
        while (end < log.Length && BatchHeader.MaxTimestamp(log.AsSpan(end)) <= timeMs) end += BatchHeader.TotalLength(log.AsSpan(end));
        return log[..end];
    }
}

internal sealed class TickingClock : TimeProvider
{
    public long NowMs { get; set; } = 1_767_600_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs += 1);
}

/// <summary>The transaction log; each record's time is in its value.</summary>
internal sealed class TransactionLog : ICoordinatorLog
{
    private readonly List<CoordinatorRecord> records = [];

    public bool Broken { get; set; }
    public IReadOnlyList<CoordinatorRecord> Records => records;
    public IEnumerable<long> Times => records.Select(TimeOf);
    public IEnumerable<TransactionState> States => records.Select(r => TransactionRecord.Decode("", r.Value!.Value).State);

    public ValueTask AppendAsync(IReadOnlyList<KeyedRecord> appended, TransactionalProducer? producer = null)
    {
        if (Broken) return ValueTask.FromException(new IOException("the disk is gone"));
        foreach (var (key, value) in appended) Add(key, value);
        return default;
    }

    public void Add(byte[] key, byte[]? value) =>
        records.Add(new CoordinatorRecord(records.Count, 0, -1, false, null, key, value is null ? null : (ReadOnlyMemory<byte>?)value));

    public void Forget() => records.Clear();

    public TransactionLog Before(long timeMs)
    {
        var log = new TransactionLog();
        log.records.AddRange(records.Where(r => TimeOf(r) <= timeMs));
        return log;
    }

    private static long TimeOf(CoordinatorRecord record) => record.Value is { } value ? TransactionRecord.Decode("", value).UpdateMs : long.MaxValue;
}
