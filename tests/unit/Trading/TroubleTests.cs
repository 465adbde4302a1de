using System.Text.Json.Nodes;
using Confluent.Kafka;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Contracts.Risk.V1;
using Noderr.Domain.Events;
using Noderr.Hosting.Journals;
using Noderr.Ingest;
using Noderr.Venues.Paper;
using RiskEvent = Noderr.Domain.Events.RiskEvent;
using Wire = Noderr.Contracts.Types.V1;

namespace Noderr.Tests.Unit.Trading;

/// <summary>What goes wrong around a running system, and what it says and does then.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task Without_a_broker_at_the_start_services_say_what_they_wait_for_and_begin_when_it_comes()
    {
        await using var desk = await RunningDesk.StartWithoutBroker("ingest.source=none");
        await RunningDesk.Until(() => Health(desk, "risk")["kafka"] is { } kafka && (string?)kafka["status"] == "DOWN", "risk does not say that Kafka is away");
        Assert.Contains(desk.Bootstrap, (string?)Health(desk, "risk")["kafka"]!["description"], StringComparison.Ordinal);
        Assert.Equal("DOWN", (string?)Health(desk, "risk")["shards"]!["status"]);
        await desk.StartBroker();
        await RunningDesk.Until(() => desk.Desk["risk"].Provider.GetRequiredService<ShardOwner<RiskEvent>>().Owns(0), "risk does not begin");
        await RunningDesk.Until(() => (string?)Health(desk, "risk")["kafka"]!["status"] == "UP", "risk does not see the broker");
    }

    [Fact]
    public async Task A_broker_that_goes_away_and_comes_back_costs_time_and_no_order()
    {
        await using var desk = await RunningDesk.Start();
        var venue = desk.Desk["venue"].Provider.GetRequiredService<PaperDesk>();
        await RunningDesk.Until(() => venue.Account().Orders > 3, "nothing is traded");
        await desk.StopBroker();
        await Task.Delay(3_000, TestContext.Current.CancellationToken);
        var before = venue.Account().Orders;
        await desk.StartBroker();
        await RunningDesk.Until(() => venue.Account().Orders > before + 3, "nothing is traded after the broker came back");
        Assert.Equal(0, venue.Account().Repeated);
    }

    [Fact]
    public async Task A_machine_whose_clock_is_set_back_trades_on_and_says_so()
    {
        var clock = new SetBack();
        await using var desk = await RunningDesk.StartWith(clock);
        var ingest = desk.Desk["ingest"].Provider.GetRequiredService<ShardOwner<MarketEvent>>();
        await RunningDesk.Until(() => Count() > 200, "no market");
        clock.By = TimeSpan.FromHours(1);
        var before = Count();
        await RunningDesk.Until(() => Count() > before + 200, "the market stands still");
        await RunningDesk.Until(() => desk.Log.Contains("clock lies 3", StringComparison.Ordinal), "nobody is told");

        long Count() => ingest.Look(0, (IngestDecider d) => d.Count);
    }

    [Fact]
    public async Task Risk_denies_what_nobody_knows_and_refuses_nonsense()
    {
        await using var desk = await RunningDesk.Start("ingest.source=none");
        await RunningDesk.Until(() => desk.Desk["risk"].Provider.GetRequiredService<ShardOwner<RiskEvent>>().Owns(0), "risk does not own its book");
        var cancel = TestContext.Current.CancellationToken;
        using var channel = GrpcChannel.ForAddress(desk.Desk["risk"].GrpcUrl);
        var risk = new RiskService.RiskServiceClient(channel);
        var order = new CheckRequest { OrderId = new string('a', 32), Book = "main", Instrument = "BTC-USD@ALPHA", Side = Wire.Side.Buy, Quantity = 1_000_000, Limit = 1_000_000_000 };
        Assert.Equal(Wire.DenialCode.UnknownInstrument, (await risk.CheckAsync(new CheckRequest(order) { Instrument = "DOGE-USD@ALPHA" }, cancellationToken: cancel)).Code);
        Assert.Equal(Wire.DenialCode.UnknownBook, (await risk.CheckAsync(new CheckRequest(order) { Book = "other" }, cancellationToken: cancel)).Code);
        Assert.Equal(Wire.DenialCode.NoPrice, (await risk.CheckAsync(order, cancellationToken: cancel)).Code);
        foreach (var nonsense in new[] { new CheckRequest(order) { OrderId = "x" }, new CheckRequest(order) { Quantity = -1 }, new CheckRequest(order) { Limit = -1 }, new CheckRequest(order) { Side = Wire.Side.Unspecified } })
            Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(async () => await risk.CheckAsync(nonsense, cancellationToken: cancel))).StatusCode);
    }

    [Fact]
    public async Task Where_money_hangs_on_a_record_the_shard_stands_until_somebody_lets_it_go_on()
    {
        await using var desk = await RunningDesk.Start("ingest.source=none");
        await RunningDesk.Until(() => Owns(), "the executor does not own its book");
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = desk.Bootstrap }).Build();
        // As the router would write it, but under a schema that nobody has registered.
        var written = await producer.ProduceAsync("noderr.orders", new Message<byte[], byte[]>
        {
            Value = [0, 0, 0, 0, 99, 0, 10, 0],
            Headers = new Headers { { "kind", "0"u8.ToArray() }, { "epoch", "1"u8.ToArray() }, { "seq", "9"u8.ToArray() }, { "time", "1"u8.ToArray() } },
        }, TestContext.Current.CancellationToken);
        await RunningDesk.Until(() => !Owns(), "the executor goes on");
        var at = $"noderr.orders-0:{written.Offset.Value}";
        await RunningDesk.Until(() => desk.Log.Contains($"{at} can\\u0027t be read", StringComparison.Ordinal) && desk.Log.Contains("let kafka.skip.records name it", StringComparison.Ordinal), "nobody is told");
        await RunningDesk.Until(() => Get(desk, "api/v1/alerts") is JsonArray alerts && alerts.Any(a => (string?)a!["severity"] == "critical" && ((string)a["text"]!).Contains(at, StringComparison.Ordinal)), "no alert");
        desk.Settings.Add($"kafka.skip.records={at}");
        await desk.Restart();
        await RunningDesk.Until(() => Owns(), "the executor does not go on");

        bool Owns() => desk.Desk["executor"].Provider.GetRequiredService<ShardOwner<ExecutionEvent>>().Owns(0);
    }

    private static JsonNode Health(RunningDesk desk, string service)
    {
        using var http = new HttpClient();
        return JsonNode.Parse(http.GetAsync(desk.Desk[service].Url + "actuator/health").GetAwaiter().GetResult().Content.ReadAsStringAsync().GetAwaiter().GetResult())!["components"]!;
    }

    private static JsonNode Get(RunningDesk desk, string path)
    {
        using var http = new HttpClient();
        return JsonNode.Parse(http.GetStringAsync(desk.Url + path).GetAwaiter().GetResult())!;
    }

    /// <summary>The machine's clock, until somebody sets it back.</summary>
    private sealed class SetBack : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - By;
    }
}
