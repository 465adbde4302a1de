using System.Buffers.Binary;
using System.Net.Sockets;
using Noderr.LocalKafka;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka;

/// <summary>What a produce request costs the garbage collector: a few small objects, and nothing that grows with its records.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ProduceAllocationTests : IDisposable
{
    private const short Version = 9;
    private const int Warmup = 300, Windows = 5;

    private readonly string folder = Directory.CreateTempSubdirectory("localkafka-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(100)]
    [InlineData(60_000)]
    [InlineData(900_000)]
    public async Task A_produce_request_allocates_little_whatever_its_size(int valueBytes)
    {
        var options = new LocalKafkaOptions { DataFolder = folder, Port = 0, RegistryPort = null };
        await using var server = await LocalKafkaServer.StartAsync(options, TestContext.Current.CancellationToken);
        server.Broker.Topics.Create("t", 1, new Dictionary<string, string>());
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect("127.0.0.1", int.Parse(server.BootstrapServers.Split(':')[1]));
        var request = Request("t", valueBytes);
        var answer = new byte[1024];
        var requests = valueBytes > 500_000 ? 60 : 400;

        Exchange(socket, request, answer, Warmup);
        // The clock's chores and the runtime allocate too, now and then: the leanest window is the requests' own.
        var each = Enumerable.Range(0, Windows).Min(_ => Measure(() => Exchange(socket, request, answer, requests)) / requests);

        Assert.True(each <= 1600, $"{each} bytes for each produce request");
    }

    private static long Measure(Action action)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static void Exchange(Socket socket, byte[] request, byte[] answer, int times)
    {
        for (var i = 0; i < times; i++)
        {
            for (var sent = 0; sent < request.Length;) sent += socket.Send(request, sent, request.Length - sent, SocketFlags.None);
            Receive(socket, answer, 4);
            Receive(socket, answer, BinaryPrimitives.ReadInt32BigEndian(answer));
        }
    }

    private static void Receive(Socket socket, byte[] into, int count)
    {
        for (var got = 0; got < count;) got += socket.Receive(into, got, count - got, SocketFlags.None) is > 0 and var n ? n : throw new IOException("closed");
    }

    private static byte[] Request(string topic, int valueBytes)
    {
        var batch = new BatchBuilder().Add(1_700_000_000_000, null, new byte[valueBytes]).Build();
        var produce = new ProduceRequest { Acks = -1, TimeoutMs = 1000 };
        produce.TopicData.Add(new() { Name = topic, PartitionData = [new() { Records = new RecordData(batch) }] });
        var codec = Codec.Writer(Version, flexible: false);
        var size = 0;
        codec.Int32(ref size).Message(new RequestHeader((_, v) => v >= Version) { ApiKey = ApiKey.Produce, Version = Version, CorrelationId = 1, ClientId = "bench" });
        codec.Message(produce);
        codec.PatchInt32(0, codec.Position - 4);
        var bytes = codec.Written.ToArray();
        codec.Release();
        return bytes;
    }
}
