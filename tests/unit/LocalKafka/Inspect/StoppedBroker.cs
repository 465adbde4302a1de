using System.Text;
using Noderr.LocalKafka;
using Noderr.LocalKafka.Inspect;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;

namespace Noderr.Tests.Unit.LocalKafka.Inspect;

/// <summary>A data folder that a real broker wrote and left, for tests to damage.</summary>
internal sealed class StoppedBroker : IDisposable
{
    public const string Topic = "orders";
    public const int BatchRecords = 2;

    // Three of these batches fill a segment.
    private const int BatchesInSegment = 3;
    private static readonly byte[] Value = new byte[200];
    private static readonly int BatchBytes = Batch(0).Length;

    public string Folder { get; } = Directory.CreateTempSubdirectory("localkafka-inspect-").FullName;

    public string[] Segments => Files("*.log");
    public string[] Snapshots => Files("*.snapshot");

    /// <summary>Eight batches of two records by one idempotent producer: two segments of three and an open one of two.</summary>
    public static async Task<StoppedBroker> Make(Action<Broker>? more = null)
    {
        var stopped = new StoppedBroker();
        await using var server = await stopped.Start();
        var log = server.Broker.Topics.Create(Topic, 1, new Dictionary<string, string> { ["segment.bytes"] = (BatchesInSegment * BatchBytes).ToString(), ["index.interval.bytes"] = "1" }).Topic!.Partitions[0];
        for (var i = 0; i < 8; i++) log.Append(Batch(i * BatchRecords));
        more?.Invoke(server.Broker);
        return stopped;
    }

    public Task<LocalKafkaServer> Start() =>
        LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = Folder, Port = 0, RegistryPort = null, Settings = new Dictionary<string, string> { ["group.initial.rebalance.delay.ms"] = "0", ["log.cleaner.enable"] = "false" } });

    /// <summary>As if the process had been killed: no mark, and neither index nor snapshot of the open segment.</summary>
    public StoppedBroker Killed()
    {
        File.Delete(Path.Combine(Folder, "clean"));
        File.Delete(Snapshots[^1]);
        File.Delete(Path.ChangeExtension(Segments[^1], ".index"));
        return this;
    }

    public FolderVerdict Check(string? topic = null)
    {
        using var data = StoredData.Open(Folder);
        return FolderCheck.Run(data, topic);
    }

    public static byte[] Batch(int sequence, long producer = 7, short epoch = 0)
    {
        var batch = new BatchBuilder(default, new BatchProducer(producer, epoch, sequence));
        for (var i = 0; i < BatchRecords; i++) batch.Add(1_000 + sequence + i, Encoding.UTF8.GetBytes($"k{sequence + i:D2}"), Value);
        return batch.Build();
    }

    /// <summary>Where a segment's batches begin, by their headers.</summary>
    public static int[] Positions(string segment)
    {
        var bytes = File.ReadAllBytes(segment);
        var positions = new List<int>();
        for (var at = 0; at < bytes.Length; at += BatchHeader.TotalLength(bytes.AsSpan(at))) positions.Add(at);
        return [.. positions];
    }

    public static void Edit(string file, Func<byte[], byte[]> edit) => File.WriteAllBytes(file, edit(File.ReadAllBytes(file)));

    public static void FlipByte(string file, int at) => Edit(file, bytes =>
    {
        bytes[at] ^= 0x55;
        return bytes;
    });

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string[] Files(string pattern)
    {
        using var data = StoredData.Open(Folder);
        return [.. Directory.GetFiles(data.Topics.Find(t => t.Name == Topic)!.Partition(0).Folder, pattern).Order(StringComparer.Ordinal)];
    }
}
