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

/// <summary>What <c>noderr run</c> starts, on a broker in this process, and what its parts believe to hold.</summary>
internal sealed class TradingDesk : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task<int> running;
    private readonly ShardOwner<RiskEvent> risk;
    private readonly ShardOwner<SignalEvent> strategy;
    private readonly ShardOwner<MarketEvent> ingest;
    private readonly InstrumentCatalog instruments;
    private readonly Book book;

    private TradingDesk(Desk desk)
    {
        Desk = desk;
        (risk, strategy, ingest) = (Of<ShardOwner<RiskEvent>>("risk"), Of<ShardOwner<SignalEvent>>("strategy"), Of<ShardOwner<MarketEvent>>("ingest"));
        (Venue, instruments, book) = (Of<PaperDesk>("venue"), Of<InstrumentCatalog>("risk"), Of<Book[]>("risk")[0]);
        running = desk.UntilStopped(stop.Token);
    }

    public Desk Desk { get; }

    public PaperDesk Venue { get; }

    /// <summary>As risk has them; null while nobody owns its shard.</summary>
    public Quantity[]? Positions => risk.Look(0, (RiskDecider r) => instruments.Select(i => r.PositionOf(i.Index)).ToArray());

    public static async Task<TradingDesk> Start(LocalKafkaServer server, string folder)
    {
        var options = new RunOptions(folder, null, null, 0, 0, 0, 1000, 11, []);
        return new TradingDesk(await Desk.Start(options.Surroundings(server), options.Own(), TestContext.Current.CancellationToken));
    }

    /// <summary>So many orders more have come to the venue; what that took.</summary>
    public async Task<TimeSpan> Until(long orders)
    {
        var (clock, before) = (Stopwatch.StartNew(), Venue.Account().Orders);
        while ((Venue.Account().Orders < before + orders || !ingest.Owns(0)) && clock.Elapsed < TimeSpan.FromSeconds(90)) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(Venue.Account().Orders >= before + orders, $"{Venue.Account().Orders - before} orders in {clock.Elapsed.TotalSeconds:0} s");
        return clock.Elapsed;
    }

    /// <summary>No order has come for a while.</summary>
    public async Task UntilQuiet()
    {
        var clock = Stopwatch.StartNew();
        for (var (seen, since) = (-1L, 0L); clock.ElapsedMilliseconds - since < 3000;)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "orders go on coming");
            if (Venue.Account().Orders is var now && now != seen) (seen, since) = (now, clock.ElapsedMilliseconds);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Three services and the venue hear of the last fills each in its own time.</summary>
    public async Task Agree()
    {
        for (var i = 0; i < 1000 && !AllAgree(); i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(AllAgree(), "risk, strategy and venue hold different positions");
    }

    public async Task Stop()
    {
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        await Desk.DisposeAsync();
        stop.Dispose();
    }

    private bool AllAgree() => Positions is { } held && Wanted() is { } wanted && held.SequenceEqual(wanted) && held.SequenceEqual(Venue.Account().Holdings);

    private Quantity[]? Wanted() => strategy.Look(0, (StrategyDecider s) => instruments.Select(i =>
        Enumerable.Range(0, book.Strategies.Count).Aggregate(Quantity.Zero, (sum, x) => sum + s.PositionOf(x, i.Index))).ToArray());

    private T Of<T>(string service) where T : notnull => Desk[service].Provider.GetRequiredService<T>();
}
