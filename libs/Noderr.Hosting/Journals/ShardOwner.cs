using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Hosting.Health;
using Noderr.Hosting.Kafka;
using Noderr.Hosting.Metrics;
using Noderr.Journal;
using Noderr.Journal.Deciders;
using Noderr.Journal.Kafka;
using Timestamp = Noderr.Domain.Numbers.Timestamp;

namespace Noderr.Hosting.Journals;

/// <summary>The shards of a service's journal that this instance was given, each with its driver.</summary>
public sealed class ShardOwner<TEvent> : BackgroundService
{
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, ShardMeters> meters = new();
    private readonly ConcurrentDictionary<int, (ShardDriver<TEvent> Driver, IEffects<TEvent> Effects)> shards = new();
    private readonly NoderrService service;
    private readonly ServiceEntry entry;
    private readonly JournalSource source;
    private readonly Func<JournalCatalog, Journal<TEvent>> own;
    private readonly Func<JournalCatalog, int, ShardPlan<TEvent>> plan;
    private readonly Func<int, IEffects<TEvent>> effects;
    private readonly KafkaProfile reading;
    private readonly ILoggerFactory logging;
    private readonly SteadyClock clock;
    private IRecordWriter? writer;
    private ShardGroup? group;

    internal ShardOwner(
        NoderrService service, JournalSource source, Func<JournalCatalog, Journal<TEvent>> own, Func<JournalCatalog, int, ShardPlan<TEvent>> plan,
        Func<int, IEffects<TEvent>> effects, KafkaProfile reading, TimeProvider time, ILoggerFactory logging)
    {
        (this.service, this.source, this.own, this.plan, this.effects, this.reading, this.logging) = (service, source, own, plan, effects, reading, logging);
        entry = source.Service;
        clock = new SteadyClock(time, by => logging.CreateLogger($"noderr.{entry.Name}").ClockWentBack(by.TotalSeconds));
        service.Meters.Registry.AddBeforeCollectCallback(() =>
        {
            foreach (var (shard, shown) in meters) shown.Show(Find(shard)?.Read());
        });
        service.FlushLast(entry.Journal, Flush);
    }

    public Timestamp Clock => clock.Now;

    public bool Owns(int shard) => Find(shard) is { IsOwner: true };

    /// <inheritdoc cref="ShardDriver{TEvent}.Ask"/>
    public Task<bool> Ask<TRequest>(int shard, in TRequest request, string? traceParent = null) =>
        Find(shard)?.Ask(request, traceParent) ?? Task.FromResult(false);

    /// <inheritdoc cref="ShardDriver{TEvent}.Look"/>
    public TResult? Look<TDecider, TResult>(int shard, Func<TDecider, TResult> look) where TDecider : Decider<TEvent> =>
        Find(shard) is { } driver ? driver.Look(look) : default;

    /// <summary>Whoever waits in vain for a shard is not ready; a stand-by without one is.</summary>
    internal HealthCheckResult Health()
    {
        if (group is not { IsJoined: true }) return HealthCheckResult.Unhealthy(source.WaitsFor ?? "joining the group of its journal");
        var mine = shards.Select(s => (Shard: s.Key, s.Value.Driver.IsOwner)).OrderBy(s => s.Shard).ToList();
        var waiting = mine.Where(s => !s.IsOwner).Select(s => s.Shard).ToList();
        return waiting.Count == 0
            ? HealthCheckResult.Healthy(mine.Count == 0 ? "stand-by" : $"owns {string.Join(", ", mine.Select(s => s.Shard))}")
            : HealthCheckResult.Unhealthy($"recovering {string.Join(", ", waiting)}");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var kafka = service.Kafka;
        var logger = logging.CreateLogger($"noderr.{entry.Name}");
        // Before all else: it takes a producer half a second to become one that repeats nothing.
        writer = service.Records.Writer(Topology.Precious.Contains(entry.Journal) ? KafkaProfile.Durable : KafkaProfile.Latency, entry.Name, logger.ClientTrouble);
        using var dead = new DeadLetters(kafka, service.Records, kafka.Topic(entry.Journal), service.Meters, logger);
        var catalog = await source.Opened(stoppingToken);
        var journal = own(catalog);
        group = new ShardGroup(kafka.Member(kafka.TopicPrefix + entry.Name, entry.Name), journal.Topic, logger);
        try
        {
            await Task.Factory.StartNew(() => group.Run(Gain, Lose, stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            foreach (var shard in shards.Keys) Lose(shard);
        }

        void Gain(int shard)
        {
            if (shard >= journal.Shards) return;
            var outside = effects(shard);
            var driver = new ShardDriver<TEvent>(
                () => plan(catalog, shard), writer, () => service.Records.Reader(reading, $"{entry.Name}.{shard}"), outside, dead.PutAside,
                meters.GetOrAdd(shard, s => new ShardMeters(service.Meters, kafka.TopicPrefix, s)), kafka.InstanceName, service.Advertised,
                clock, logger);
            shards[shard] = (driver, outside);
        }
    }

    public override void Dispose()
    {
        writer?.Dispose();
        base.Dispose();
    }

    private void Lose(int shard)
    {
        if (!shards.TryRemove(shard, out var lost)) return;
        // What is under way outside ends before the shard that would hear of it.
        if (lost.Effects is IAsyncDisposable outside) outside.DisposeAsync().AsTask().GetAwaiter().GetResult();
        lost.Driver.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private ShardDriver<TEvent>? Find(int shard) => shards.TryGetValue(shard, out var found) ? found.Driver : null;

    private Task Flush(CancellationToken cancel) => writer is null ? Task.CompletedTask : Task.Run(() => writer.Flush(FlushPatience), cancel);
}
