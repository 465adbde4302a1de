using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Noderr.Cli.Running.Embedded;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Kafka;
using Noderr.LocalKafka;

namespace Noderr.Tests.Unit.Journal;

/// <summary>What a shard may rely on, through Kafka's client and within one process alike.</summary>
public sealed class RecordLogTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20), Soon = TimeSpan.FromMilliseconds(300);

    private readonly string folder = Directory.CreateTempSubdirectory("records-").FullName;
    private readonly TopicPartition plain = new("plain", 0), precious = new("precious", 0);
    private LocalKafkaServer server = null!;

    public static TheoryData<string> Ways => ["client", "embedded"];

    public async ValueTask InitializeAsync()
    {
        server = await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = folder, Port = 0, RegistryPort = 0 }, TestContext.Current.CancellationToken);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = server.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification { Name = "plain", NumPartitions = 2, ReplicationFactor = 1 },
            new TopicSpecification { Name = "precious", NumPartitions = 1, ReplicationFactor = 1, Configs = new() { ["flush.messages"] = "1" } },
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_record_comes_back_as_it_was(string way)
    {
        using var writer = Log(way).Writer(KafkaProfile.Latency, "test");
        writer.Append(plain, new() { Key = [1, 2], Value = [3], Headers = new Headers { { "a", [4] }, { "b", null } }, Timestamp = new(1_764_000_000_123, TimestampType.CreateTime) });
        writer.Append(plain, new() { Key = null, Value = null });
        writer.Settle(plain);
        writer.Flush(Patience);
        using var reader = Reader(way, plain, 0);
        var first = reader.Read(Patience)!;
        Assert.Equal((plain, 0), (first.TopicPartition, first.Offset.Value));
        Assert.Equal<byte[]>([1, 2], first.Message.Key!);
        Assert.Equal<byte[]>([3], first.Message.Value!);
        Assert.Equal(["a", "b"], first.Message.Headers.Select(h => h.Key));
        Assert.Equal<byte[]>([4], first.Message.Headers[0].GetValueBytes());
        Assert.Null(first.Message.Headers[1].GetValueBytes());
        Assert.Equal(1_764_000_000_123, first.Message.Timestamp.UnixTimestampMs);
        var second = reader.Read(Patience)!;
        Assert.True(second.Message is { Key: null, Value: null });
        Assert.InRange(second.Message.Timestamp.UtcDateTime, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Each_is_delivered_once_in_order_and_never_within_the_call(string way)
    {
        const int Threads = 4, Each = 250;
        using var writer = Log(way).Writer(KafkaProfile.Durable, "test");
        var (delivered, appended, gate) = (new List<(int Nth, long? Offset)>(), 0, new Lock());
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                lock (gate)
                {
                    var nth = appended++;
                    var inside = true;
                    writer.Append(precious, new() { Value = Encoding.UTF8.GetBytes($"{nth}") }, offset =>
                    {
                        lock (gate)
                        {
                            Assert.False(inside);
                            delivered.Add((nth, offset));
                        }
                    });
                    inside = false;
                }
                writer.Settle(precious);
            }
        })));
        writer.Flush(Patience);
        for (var i = 0; i < 1000 && delivered.Count < Threads * Each; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, Threads * Each).Select(n => (n, (long?)n)), delivered);
        using var reader = Reader(way, precious, 0);
        for (var i = 0; i < Threads * Each; i++) Assert.Equal($"{i}", Encoding.UTF8.GetString(reader.Read(Patience)!.Message.Value!));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_end_is_said_each_time_it_is_reached(string way)
    {
        using var writer = Log(way).Writer(KafkaProfile.Latency, "test");
        using var reader = Reader(way, plain, 0);
        Assert.Equal((true, 0), End(reader));
        Assert.Null(reader.Read(Soon));
        Write(writer, plain, "a");
        Assert.Equal("a", Text(reader.Read(Patience)));
        Assert.Equal((true, 1), End(reader));
        Assert.Null(reader.Read(Soon));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Whoever_waits_is_woken(string way)
    {
        using var writer = Log(way).Writer(KafkaProfile.Latency, "test");
        using var reader = Reader(way, plain, 0);
        End(reader);
        var later = new Thread(() =>
        {
            Thread.Sleep(Soon);
            Write(writer, plain, "a");
        });
        later.Start();
        Assert.Equal("a", Text(reader.Read(Patience)));
        later.Join();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_paused_partition_gives_nothing_and_goes_on_where_it_stood(string way)
    {
        using var writer = Log(way).Writer(KafkaProfile.Latency, "test");
        var other = new TopicPartition("plain", 1);
        foreach (var text in new[] { "a", "b", "c" }) Write(writer, plain, text);
        using var reader = Reader(way, plain, 0);
        Assert.Equal("a", Text(reader.Read(Patience)));
        reader.Assign([new TopicPartitionOffset(plain, 1), new TopicPartitionOffset(other, 0)]);
        reader.Pause(plain);
        Write(writer, other, "x");
        Assert.Equal(["x"], Texts(reader, Soon * 3));
        reader.Resume(plain);
        Assert.Equal(["b", "c"], Texts(reader, Soon * 3));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Begin_and_end_are_places_to_start_from(string way)
    {
        using var writer = Log(way).Writer(KafkaProfile.Latency, "test");
        foreach (var text in new[] { "a", "b", "c" }) Write(writer, plain, text);
        Assert.Equal(Noderr.LocalKafka.Wire.ErrorCode.None, server.Broker.Topics.Partition("plain", 0)!.DeleteBefore(1));
        using var first = Reader(way, plain, Offset.Beginning);
        Assert.Equal("b", Text(first.Read(Patience)));
        Assert.Equal((1, 3), (first.Ends(plain).Low.Value, first.Ends(plain).High.Value));
        using var last = Reader(way, plain, Offset.End);
        Assert.Equal((true, 3), End(last));
        using var gone = Reader(way, plain, 0);
        Assert.ThrowsAny<KafkaException>(() => gone.Read(Patience));
    }

    /// <summary>Kafka's client says so too, half a minute later.</summary>
    [Fact]
    public void A_partition_that_is_not_there_is_said()
    {
        using var reader = Reader("embedded", new TopicPartition("nowhere", 0), 0);
        Assert.Equal(ErrorCode.UnknownTopicOrPart, Assert.Throws<KafkaException>(() => reader.Read(Patience)).Error.Code);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_too_large_is_not_delivered(string way)
    {
        using var writer = Log(way).Writer(KafkaProfile.Latency, "test");
        var delivered = 0L;
        try
        {
            writer.Append(plain, new() { Value = new byte[2_000_000] }, offset => Interlocked.Exchange(ref delivered, offset is null ? -1 : 1));
            writer.Settle(plain);
            writer.Flush(Patience);
        }
        catch (KafkaException e)
        {
            Assert.Equal(ErrorCode.MsgSizeTooLarge, e.Error.Code);
            delivered = -1;
        }
        Assert.Equal(-1, delivered);
        Assert.Equal(0, server.Broker.Topics.Partition("plain", 0)!.LogEnd);
    }

    [Fact]
    public void Within_the_process_a_precious_record_is_seen_when_it_is_settled()
    {
        using var writer = Log("embedded").Writer(KafkaProfile.Latency, "test");
        using var reader = Reader("embedded", precious, 0);
        End(reader);
        var delivered = -1L;
        writer.Append(precious, new() { Value = "a"u8.ToArray() }, offset => delivered = offset!.Value);
        Assert.Null(reader.Read(Soon));
        Assert.Equal(-1, delivered);
        writer.Settle(precious);
        Assert.Equal(0, delivered);
        Assert.Equal("a", Text(reader.Read(Patience)));
    }

    [Fact]
    public void Within_the_process_what_waits_is_bounded()
    {
        using var writer = Log("embedded").Writer(KafkaProfile.Latency, "test");
        var large = new byte[300_000];
        var taken = 0;
        var full = Assert.Throws<KafkaException>(() =>
        {
            for (; taken < 1000; taken++) writer.Append(plain, new() { Value = large });
        });
        Assert.Equal((ErrorCode.Local_QueueFull, 256), (full.Error.Code, taken));
        writer.Settle(plain);
        Write(writer, plain, "a");
        Assert.Equal(257, server.Broker.Topics.Partition("plain", 0)!.LogEnd);
    }

    private IRecordLog Log(string way) => way == "embedded" ? new EmbeddedLog(server.Broker) : new KafkaLog(() => new KafkaSettings { BootstrapServers = server.BootstrapServers });

    private IRecordReader Reader(string way, TopicPartition at, Offset from)
    {
        var reader = Log(way).Reader(KafkaProfile.Latency, "test");
        reader.Assign([new TopicPartitionOffset(at, from)]);
        return reader;
    }

    private static void Write(IRecordWriter writer, TopicPartition to, string text)
    {
        writer.Append(to, new() { Value = Encoding.UTF8.GetBytes(text) });
        writer.Settle(to);
        writer.Flush(Patience);
    }

    private static (bool, long) End(IRecordReader reader) => reader.Read(Patience) is { } end ? (end.IsPartitionEOF, end.Offset.Value) : default;

    private static string? Text(ConsumeResult<byte[]?, byte[]?>? record) => record?.Message?.Value is { } value ? Encoding.UTF8.GetString(value) : null;

    private static List<string?> Texts(IRecordReader reader, TimeSpan duration)
    {
        var texts = new List<string?>();
        for (var until = DateTime.UtcNow + duration; DateTime.UtcNow < until;)
            if (reader.Read(Soon) is { IsPartitionEOF: false } record) texts.Add(Text(record));
        return texts;
    }
}
