using System.Buffers.Text;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Noderr.Tests.Unit.Trading;

namespace Noderr.Tests.Unit.Control;

/// <summary>What the page and programs watch: alerts and pictures, with a key.</summary>
public sealed class AlertsAndStreamTests
{
    private const string Key = "a-key-of-this-test";

    [Fact]
    public async Task A_poison_record_is_put_aside_and_raises_one_alert_also_after_a_restart()
    {
        await using var desk = await RunningDesk.Start("ingest.source=none");
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = desk.Bootstrap }).Build();
        await RunningDesk.Until(() => Status(desk) is { } s && s["services"]!.AsObject().All(x => x.Value!.AsArray().Count > 0), "not every journal is owned");
        await producer.ProduceAsync("noderr.market", new Message<byte[], byte[]> { Value = [0, 0, 0, 0, 99, 1, 2, 3] }, TestContext.Current.CancellationToken);
        // Three services decide on the market: each has put it aside.
        await RunningDesk.Until(() => Alerts(desk).Count == 3, "no alerts");
        await desk.Restart();
        await RunningDesk.Until(() => Alerts(desk).Count > 0, "the alerts are lost by a restart");
        var alerts = Alerts(desk);
        Assert.Equal(["noderr.features.dead", "noderr.orders.dead", "noderr.risk.dead"], alerts.Select(a => (string)a!["source"]!).Order());
        Assert.All(alerts, a => Assert.Equal("warning", (string)a!["severity"]!));
        Assert.Contains("noderr.market-0:", (string)alerts[0]!["text"]!, StringComparison.Ordinal);
        Assert.Contains("went on without it", (string)alerts[0]!["text"]!, StringComparison.Ordinal);
        var put = Dead(desk, "noderr.risk.dead");
        Assert.Equal([0, 0, 0, 0, 99, 1, 2, 3], put.Message.Value);
        Assert.StartsWith("noderr.market-0:", Header(put, "dead.at"), StringComparison.Ordinal);
        Assert.Equal("no headers of a journal's entry", Header(put, "dead.reason"));
        Assert.Equal("true", Header(put, "dead.skipped"));
    }

    [Fact]
    public async Task A_socket_brings_pictures_to_whoever_has_a_key_and_comes_from_this_site()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var desk = await RunningDesk.Start("ingest.source=none", "http.keys.0.name=page", $"http.keys.0.sha256={hash}", "http.keys.0.roles=viewer");
        await Assert.ThrowsAsync<WebSocketException>(() => Connect(desk, null, null));
        await Assert.ThrowsAsync<WebSocketException>(() => Connect(desk, "another-key-of-this-test", null));
        await Assert.ThrowsAsync<WebSocketException>(() => Connect(desk, Key, "http://elsewhere.example"));

        using var socket = await Connect(desk, Key, desk.Url.TrimEnd('/'));
        Assert.Equal("noderr.v1", socket.SubProtocol);
        for (var i = 0; i < 2; i++)
        {
            var picture = await Receive(socket);
            Assert.Equal(6, picture["prices"]!.AsArray().Count);
            Assert.Empty(picture["alerts"]!.AsArray());
        }
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ClosedException>(async () =>
        {
            while (true) await Receive(socket);
        });
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    private static ConsumeResult<byte[], byte[]> Dead(RunningDesk desk, string topic)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = desk.Bootstrap, GroupId = "look", AutoOffsetReset = AutoOffsetReset.Error }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        return consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new InvalidOperationException($"nothing in {topic}");
    }

    private static string Header(ConsumeResult<byte[], byte[]> record, string name) => Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(name));

    private static JsonNode? Get(RunningDesk desk, string path)
    {
        using var http = new HttpClient();
        return http.GetFromJsonAsync<JsonNode>(desk.Url + path).GetAwaiter().GetResult();
    }

    private static JsonNode? Status(RunningDesk desk) => Get(desk, "api/v1/status");

    private static JsonArray Alerts(RunningDesk desk) => Get(desk, "api/v1/alerts")!.AsArray();

    private static async Task<ClientWebSocket> Connect(RunningDesk desk, string? key, string? origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("noderr.v1");
        if (key is not null) socket.Options.AddSubProtocol("noderr.key." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key)));
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new Uri(desk.Url.Replace("http", "ws", StringComparison.Ordinal) + "api/v1/stream"), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<JsonNode> Receive(ClientWebSocket socket)
    {
        var bytes = new byte[256 * 1024];
        for (var length = 0; ;)
        {
            var part = await socket.ReceiveAsync(bytes.AsMemory(length), TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) throw new ClosedException();
            length += part.Count;
            if (part.EndOfMessage) return JsonNode.Parse(bytes.AsSpan(0, length))!;
        }
    }

    private sealed class ClosedException : Exception;
}
