using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Cli.Running;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Hosting.Journals;
using Noderr.LocalKafka;
using Noderr.Risk;
using Noderr.Strategy;
using Noderr.Venues.Paper;

namespace Noderr.Tests.Unit.Trading;

public sealed class DeskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("desk-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_tick_becomes_a_fill_and_a_second_run_goes_on_where_the_first_ended()
    {
        await using var server = await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = folder, Port = 0, RegistryPort = 0 }, TestContext.Current.CancellationToken);
        var before = await RunUntilItTrades(server);
        var after = await RunUntilItTrades(server);
        Assert.Contains(before, quantity => quantity != Quantity.Zero);
        Assert.NotEmpty(after);
    }

    private async Task<Quantity[]> RunUntilItTrades(LocalKafkaServer server)
    {
        var options = new RunOptions(folder, null, null, 0, 0, 0, 1000, 11, []);
        await using var desk = await Desk.Start(options.Surroundings(server), options.Own(), TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var running = desk.UntilStopped(stop.Token);
        var clock = Stopwatch.StartNew();
        var (risk, strategy) = (desk["risk"].Provider.GetRequiredService<ShardOwner<RiskEvent>>(), desk["strategy"].Provider.GetRequiredService<ShardOwner<SignalEvent>>());
        var (venue, ingest) = (desk["venue"].Provider.GetRequiredService<PaperDesk>(), desk["ingest"].Provider.GetRequiredService<ShardOwner<MarketEvent>>());
        var (instruments, book) = (desk["risk"].Provider.GetRequiredService<InstrumentCatalog>(), desk["risk"].Provider.GetRequiredService<Book[]>()[0]);
        var orders = venue.Account().Orders;
        while ((venue.Account().Orders < orders + 5 || !ingest.Owns(0)) && clock.Elapsed < TimeSpan.FromSeconds(90)) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(venue.Account().Orders >= orders + 5, $"{venue.Account().Orders - orders} orders in {clock.Elapsed.TotalSeconds:0} s");
        TestContext.Current.SendDiagnosticMessage($"traded after {clock.Elapsed.TotalSeconds:0.0} s");
        // Three services and the venue hear of the last fills each in its own time.
        for (var i = 0; i < 1000 && !AllAgree(); i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(AllAgree(), "risk, strategy and venue hold different positions");
        Assert.Equal(0, venue.Account().Repeated);
        var positions = Positions() ?? [];
        await stop.CancelAsync();
        Assert.Equal(0, await running);
        return positions;

        bool AllAgree() => Positions() is { } held && Wanted() is { } wanted && held.SequenceEqual(wanted) && held.SequenceEqual(venue.Account().Holdings);
        Quantity[]? Positions() => risk.Look(0, (RiskDecider r) => instruments.Select(i => r.PositionOf(i.Index)).ToArray());
        Quantity[]? Wanted() => strategy.Look(0, (StrategyDecider s) => instruments.Select(i =>
            Enumerable.Range(0, book.Strategies.Count).Aggregate(Quantity.Zero, (sum, x) => sum + s.PositionOf(x, i.Index))).ToArray());
    }
}
