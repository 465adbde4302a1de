using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Noderr.Cli.Running;
using Noderr.Domain.Numbers;
using Noderr.LocalKafka;
using Noderr.Risk;
using Noderr.Strategy;

namespace Noderr.Tests.Unit.Trading;

public sealed class LiveDeskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("livedesk-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_tick_becomes_a_fill_and_a_second_run_goes_on_where_the_first_ended()
    {
        await using var server = await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = folder, Port = 0, RegistryPort = null }, TestContext.Current.CancellationToken);
        var before = await RunUntilItTrades(server.BootstrapServers);
        var after = await RunUntilItTrades(server.BootstrapServers);
        Assert.Contains(before, quantity => quantity != Quantity.Zero);
        Assert.NotEmpty(after);
    }

    private static async Task<Quantity[]> RunUntilItTrades(string bootstrap)
    {
        await using var desk = await LiveDesk.Start(new DeskOptions(bootstrap, SampleDesk.Instruments, SampleDesk.Book) { Logging = NullLoggerFactory.Instance });
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var feed = new SyntheticFeed(desk.Ingest, start => SampleDesk.Market(11, start)).Run(stop.Token);
        var clock = Stopwatch.StartNew();
        var traded = 0;
        Quantity[] Positions() => desk.Risk.Look((RiskDecider r) => SampleDesk.Instruments.Select(i => r.PositionOf(i.Index)).ToArray()) ?? [];
        var last = Positions();
        while (traded < 5 && clock.Elapsed < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(20, stop.Token);
            var now = Positions();
            if (last.Length > 0 && now.Length > 0 && !now.SequenceEqual(last)) traded++;
            if (now.Length > 0) last = now;
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => feed);
        Assert.True(traded >= 5, $"{traded} changes of position in {clock.Elapsed.TotalSeconds:0} s");
        TestContext.Current.SendDiagnosticMessage($"traded after {clock.Elapsed.TotalSeconds:0.0} s");
        // Risk and the strategies hear of the last fills each in its own time.
        for (var i = 0; i < 500 && !Positions().SequenceEqual(Strategies() ?? []); i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        var positions = Positions();
        Assert.Equal(positions, Strategies());
        return positions;

        Quantity[]? Strategies() => desk.Strategy.Look((StrategyDecider s) => SampleDesk.Instruments.Select(i =>
            Enumerable.Range(0, SampleDesk.Book.Strategies.Count).Aggregate(Quantity.Zero, (sum, x) => sum + s.PositionOf(x, i.Index))).ToArray());
    }
}
