using System.Net;
using Noderr.LocalKafka;
using Noderr.LocalKafka.Apis;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Network;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Log;

/// <summary>A whole broker on a disk that is full: producers are told, nothing that was acknowledged is lost, and with room it goes on.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Topic = "trades";

    private static readonly Listener Front = new("front", new IPEndPoint(IPAddress.Loopback, 0), false, false, "broker.local", 9092);

    private readonly SmallDisk disk = new(8);
    private readonly List<string> acknowledged = [];
    private int sent;

    public void Dispose() => disk.Dispose();

    [Theory]
    [InlineData("1000000", "1")]
    [InlineData("1000000", "9223372036854775807")]
    [InlineData("100000000", "1")]
    public async Task A_full_disk_refuses_and_a_freed_one_goes_on(string segmentBytes, string flushMessages)
    {
        disk.SkipUnlessMounted();
        await using (var server = await Start(segmentBytes, flushMessages))
        {
            for (var i = 0; i < 20; i++) Assert.Equal(ErrorCode.None, await Produce(server, 1000));
            disk.Fill(exceptBytes: 1_500_000);
            ErrorCode error;
            do error = await Produce(server, 60_000);
            while (error == ErrorCode.None);
            Assert.Equal(ErrorCode.KafkaStorageError, error);
            for (var i = 0; i < 5; i++) Assert.Equal(ErrorCode.KafkaStorageError, await Produce(server, 60_000));
            Assert.Equal(acknowledged, Stored(server));

            disk.Free();
            for (var i = 0; i < 20; i++) Assert.Equal(ErrorCode.None, await Produce(server, 1000));
            Assert.Equal(acknowledged, Stored(server));
        }
        await using var restarted = await Start(segmentBytes, flushMessages);
        Assert.Equal(acknowledged, Stored(restarted));
        Assert.Equal(ErrorCode.None, await Produce(restarted, 1000));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_segment_closed_with_the_last_pages_of_the_disk_does_not_close_the_partition(int pages)
    {
        disk.SkipUnlessMounted();
        await using (var server = await Start("1000000", "1"))
        {
            for (var i = 0; i < 16; i++) Assert.Equal(ErrorCode.None, await Produce(server, 60_000));
            disk.Fill(exceptBytes: pages * 4096);
            await Produce(server, 60_000);
            var log = server.Broker.Topics.Partition(Topic, 0)!;
            await log.Sealing;
            Assert.Null(log.Failure);
            disk.Free();
            Assert.Equal(ErrorCode.None, await Produce(server, 60_000));
        }
        await using var restarted = await Start("1000000", "1");
        Assert.Equal(acknowledged, Stored(restarted));
    }

    [Fact]
    public async Task Stopped_on_a_full_disk_it_has_everything_at_the_next_start()
    {
        disk.SkipUnlessMounted();
        await using (var server = await Start("1000000", "1"))
        {
            for (var i = 0; i < 50; i++) Assert.Equal(ErrorCode.None, await Produce(server, 60_000));
            disk.Fill();
        }
        disk.Free();
        await using var restarted = await Start("1000000", "1");
        Assert.False(restarted.Broker.Data.EndedCleanly);
        Assert.Equal(acknowledged, Stored(restarted));
    }

    [Fact]
    public async Task Retention_makes_room_on_a_full_disk()
    {
        disk.SkipUnlessMounted();
        await using var server = await Start("1000000", "1");
        for (var i = 0; i < 60; i++) Assert.Equal(ErrorCode.None, await Produce(server, 60_000));
        disk.Fill();
        Assert.True(server.Broker.Topics.TryGet(Topic, out var topic));
        var log = topic.Partitions[0];
        log.Change(new Noderr.LocalKafka.Settings.TopicSettings(new Dictionary<string, string> { ["retention.bytes"] = "1000000" }, server.Broker.Settings));
        log.Retain();
        Assert.True(log.LogStart > 0);
        Assert.Equal(ErrorCode.None, await Produce(server, 60_000));
    }

    [Fact]
    public async Task No_producer_id_is_given_out_that_is_not_on_disk()
    {
        disk.SkipUnlessMounted();
        await using var server = await Start("1000000", "1");
        var last = 0L;
        for (var i = 0; i < 1000; i++) last = server.Broker.Data.NewProducerId();
        disk.Fill();
        for (var i = 0; i < 3; i++) Assert.ThrowsAny<IOException>(() => server.Broker.Data.NewProducerId());
        disk.Free();
        Assert.Equal(last + 1, server.Broker.Data.NewProducerId());
    }

    [Fact]
    public async Task A_folder_that_is_read_only_is_refused_and_said_so()
    {
        disk.SkipUnlessMounted();
        await using (var server = await Start("1000000", "1")) Assert.Equal(ErrorCode.None, await Produce(server, 1000));
        Assert.Null(disk.ReadOnly());
        var refused = await Assert.ThrowsAsync<DataFolderException>(() => Start("1000000", "1"));
        Assert.Contains("can't write to the data folder", refused.Message);
        Assert.Contains("Read-only", refused.Message);
        Assert.Contains("--data", refused.Message);
    }

    private async Task<LocalKafkaServer> Start(string segmentBytes, string flushMessages)
    {
        var settings = new Dictionary<string, string> { ["log.segment.bytes"] = segmentBytes, ["log.flush.interval.messages"] = flushMessages };
        var server = await LocalKafkaServer.StartAsync(
            new LocalKafkaOptions { DataFolder = disk.Folder, Port = 0, RegistryPort = null, Settings = settings }, TestContext.Current.CancellationToken);
        if (!server.Broker.Topics.TryGet(Topic, out _)) Assert.NotNull(server.Broker.Topics.Create(Topic, 1, new Dictionary<string, string>()).Topic);
        return server;
    }

    private async Task<ErrorCode> Produce(LocalKafkaServer server, int bytes)
    {
        var value = $"{sent++}{new string('v', bytes)}";
        var request = new ProduceRequest
        {
            Acks = -1,
            TopicData = [new() { Name = Topic, PartitionData = [new() { Index = 0, Records = new RecordData(LogBench.Batch(BatchProducer.None, false, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), value)) }] }],
        };
        var answer = (ProduceResponse)(await server.Broker.Apis.Find(ApiKey.Produce)!.Handle(request, new RequestContext(9, "client", "/127.0.0.1", Front, null, TestContext.Current.CancellationToken)))!;
        var partition = answer.Responses[0].PartitionResponses[0];
        if (partition.ErrorCode == ErrorCode.None) acknowledged.Add(value);
        return partition.ErrorCode;
    }

    private static List<string> Stored(LocalKafkaServer server)
    {
        var log = server.Broker.Topics.Partition(Topic, 0)!;
        return [.. log.ReadBatches(0).SelectMany(b => RecordReader.All(b)).Select(r => LogBench.Text(r.Value))];
    }
}
