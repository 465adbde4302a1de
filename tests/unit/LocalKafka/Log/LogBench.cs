using System.Text;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Wire;
using Noderr.Tests.Unit.LocalKafka.Groups;

namespace Noderr.Tests.Unit.LocalKafka.Log;

/// <summary>One partition in a folder of its own that can be stopped, killed, damaged and opened again.</summary>
internal sealed class LogBench : IDisposable
{
    private static readonly FlushQueue Flushes = new();

    private readonly string root;
    private readonly Dictionary<string, string> settings;

    public LogBench(params (string Name, string Value)[] settings) : this(new ManualClock(), settings.ToDictionary(s => s.Name, s => s.Value), null)
    {
    }

    private LogBench(ManualClock clock, Dictionary<string, string> settings, string? from)
    {
        (Clock, this.settings) = (clock, settings);
        root = ScratchFolder.New();
        if (from is null) Log = Open(clean: true);
        else CopyFiles(from, Directory.CreateDirectory(Folder).FullName);
    }

    public ManualClock Clock { get; }
    public PartitionLog Log { get; private set; } = null!;
    public string Folder => Path.Combine(root, "0");
    public long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public string[] Segments => [.. Directory.GetFiles(Folder, "*.log").Order(StringComparer.Ordinal)];
    public string[] Snapshots => [.. Directory.GetFiles(Folder, "*.snapshot").Order(StringComparer.Ordinal)];
    public string[] Indexes => [.. Directory.GetFiles(Folder, "*.index").Order(StringComparer.Ordinal)];

    /// <summary>The folder as a kill would leave it now, in a bench that is not open yet.</summary>
    public LogBench Copy()
    {
        Log?.Sealing.Wait();
        return new LogBench(Clock, settings, Folder);
    }

    public PartitionLog Reopen(bool clean = false) => Log = Open(clean);

    public void Set(string name, string value)
    {
        settings[name] = value;
        Log.Change(new TopicSettings(settings, new BrokerSettings([])));
    }

    public PartitionLog Stop()
    {
        Log.Close();
        return Reopen(clean: true);
    }

    public PartitionLog Kill()
    {
        Log.Sealing.Wait();
        Log.Abandon();
        return Reopen();
    }

    public long Append(params string[] values) => Append(Batch(BatchProducer.None, false, NowMs, values));

    public long Append(byte[] batch)
    {
        var appended = Log.Append(batch);
        Assert.Equal(ErrorCode.None, appended.Error);
        return appended.BaseOffset;
    }

    public long Mark(long producer, short epoch, bool commit) => Log.Append(new ControlMarker(producer, epoch, commit, 0).ToBatch(NowMs), commit).BaseOffset;

    /// <summary>Values are written key=value; a value of "key=" is a tombstone, one without '=' has no key.</summary>
    public static byte[] Batch(BatchProducer producer, bool transactional, long timestamp, params string[] values)
    {
        var batch = new BatchBuilder(BatchAttributes.Of(transactional: transactional), producer);
        foreach (var value in values)
        {
            var at = value.IndexOf('=', StringComparison.Ordinal);
            batch.Add(timestamp, at < 0 ? null : Bytes(value[..at]), at >= 0 && at == value.Length - 1 ? null : Bytes(value[(at + 1)..]));
        }
        return batch.Build();
    }

    /// <summary>All that a client could tell about the log, as text.</summary>
    public string Describe()
    {
        if (Log.Failure is { } failure) return failure;
        var text = new StringBuilder($"{Log.LogStart}..{Log.LogEnd} high {Log.HighWatermark} stable {Log.LastStable}\n");
        foreach (var batch in Log.ReadBatches(Log.LogStart)) text.Append(Describe(batch)).Append('\n');
        return text.Append(Producers()).ToString();
    }

    public string Producers()
    {
        var text = new StringBuilder();
        foreach (var p in Log.Producers.Producers.OrderBy(p => p.Id))
            text.Append($"producer {p.Id} epoch {p.Epoch} open {p.TransactionStart} wrote {string.Join(' ', p.Batches)}\n");
        foreach (var a in Log.Producers.Aborted) text.Append($"aborted {a}\n");
        return text.ToString();
    }

    public static string Describe(byte[] batch)
    {
        var attributes = BatchHeader.Attributes(batch);
        var kind = attributes.IsControl ? ControlMarker.Read(batch)!.Value.Commit ? "commit" : "abort" : attributes.IsTransactional ? "transactional" : "plain";
        var records = attributes.IsControl ? "" : string.Join(' ', RecordReader.All(batch).Select(r => $"{r.Offset}@{r.Timestamp}:{Text(r.Key)}={Text(r.Value)}"));
        return $"{BatchHeader.BaseOffset(batch)}-{BatchHeader.LastOffset(batch)} {kind} {BatchHeader.ProducerId(batch)}/{BatchHeader.ProducerEpoch(batch)}/{BatchHeader.BaseSequence(batch)} {records}";
    }

    public static string Text(ReadOnlyMemory<byte>? bytes) => bytes is { } b ? Encoding.UTF8.GetString(b.Span) : "";

    public Dictionary<string, byte[]> Files(string pattern = "*.log") => Directory.GetFiles(Folder, pattern).ToDictionary(f => Path.GetFileName(f)!, File.ReadAllBytes);

    public void Dispose()
    {
        Log?.Sealing.Wait();
        Log?.Abandon();
        Directory.Delete(root, recursive: true);
    }

    public static void CopyFiles(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }

    // Not byte[]: a null array becomes empty memory, which is no tombstone.
    private static ReadOnlyMemory<byte>? Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private PartitionLog Open(bool clean) =>
        PartitionLog.Open("trades", 0, Folder, new TopicSettings(settings, new BrokerSettings([])), clean, Flushes, Clock);
}
