using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Names;
using Noderr.Control;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Executor;
using Noderr.Feature;
using Noderr.Ingest;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;
using Noderr.Risk;
using Noderr.Router;
using Noderr.Simulation.Venues;
using Noderr.Strategy;
using Noderr.Venues;
using Timestamp = Noderr.Domain.Numbers.Timestamp;

namespace Noderr.Cli.Running;

public sealed record DeskOptions(string BootstrapServers, InstrumentCatalog Instruments, Book Book)
{
    public string Prefix { get; init; } = "noderr.";
    public string Instance { get; init; } = Environment.MachineName;
    public TimeProvider Clock { get; init; } = TimeProvider.System;
    public required ILoggerFactory Logging { get; init; }
}

/// <summary>The services in one process, each on its own journal, over whatever Kafka there is.</summary>
public sealed class LiveDesk : IAsyncDisposable, IVenueReports
{
    private readonly DeskOptions options;
    private readonly IProducer<byte[]?, byte[]?> producer;
    private readonly List<IAsyncDisposable> drivers = [];
    private readonly NameDirectory names;
    private readonly PaperVenue venue;
    private readonly Lock venueGate = new();
    private readonly ConcurrentQueue<VenueReport> reports = new();

    private LiveDesk(DeskOptions options, IProducer<byte[]?, byte[]?> producer)
    {
        (this.options, this.producer) = (options, producer);
        names = new NameDirectory(options.Instruments, [options.Book]);
        var (market, features, signals) = (new MarketCodec(names), new FeaturesCodec(names), new SignalsCodec(names));
        var (orders, risk, executions, control) = (new OrdersCodec(names), new RiskCodec(names), new ExecutionsCodec(names), new ControlCodec(names));
        var (catalog, book) = (options.Instruments, options.Book);
        venue = new PaperVenue(catalog, this);

        Ingest = Drive("ingest", () => new ShardPlan<MarketEvent>(At("market"), market, new IngestDecider(catalog)), new ShowVenue(this));
        Feature = Drive("feature", () =>
        {
            var decider = new FeatureDecider(catalog.Count);
            return new ShardPlan<FeatureEvent>(At("features"), features, decider).Reads(At("market"), market, decider);
        }, new NoEffects<FeatureEvent>());
        Strategy = Drive("strategy", () =>
        {
            var decider = new StrategyDecider(book, catalog.Count);
            return new ShardPlan<SignalEvent>(At("signals"), signals, decider)
                .Reads(At("features"), features, decider).Reads(At("orders"), orders, decider).Reads(At("executions"), executions, decider);
        }, new NoEffects<SignalEvent>());
        Risk = Drive("risk", () =>
        {
            var decider = new RiskDecider(book, catalog);
            return new ShardPlan<RiskEvent>(At("risk"), risk, decider)
                .Reads(At("market"), market, decider).Reads(At("executions"), executions, decider).Reads(At("control"), control, decider);
        }, new NoEffects<RiskEvent>());
        Router = Drive("router", () =>
        {
            var decider = new RouterDecider(book, catalog);
            return new ShardPlan<OrderEvent>(At("orders"), orders, decider).Reads(At("signals"), signals, decider);
        }, new AskRisk(this));
        Executor = Drive("executor", () =>
        {
            var decider = new ExecutorDecider(book);
            return new ShardPlan<ExecutionEvent>(At("executions"), executions, decider).Reads(At("orders"), orders, decider);
        }, new CallVenue(this));
        Control = Drive("control", () => new ShardPlan<ControlEvent>(At("control"), control, new ControlDecider()), new NoEffects<ControlEvent>());
    }

    public ShardDriver<MarketEvent> Ingest { get; }
    public ShardDriver<FeatureEvent> Feature { get; }
    public ShardDriver<SignalEvent> Strategy { get; }
    public ShardDriver<RiskEvent> Risk { get; }
    public ShardDriver<OrderEvent> Router { get; }
    public ShardDriver<ExecutionEvent> Executor { get; }
    public ShardDriver<ControlEvent> Control { get; }

    public object Services() => new Dictionary<string, string>
    {
        ["ingest"] = State(Ingest.IsOwner),
        ["feature"] = State(Feature.IsOwner),
        ["strategy"] = State(Strategy.IsOwner),
        ["router"] = State(Router.IsOwner),
        ["risk"] = State(Risk.IsOwner),
        ["executor"] = State(Executor.IsOwner),
        ["control"] = State(Control.IsOwner),
    };

    /// <summary>Gathers what the journals say, from their beginning, and the market from now on.</summary>
    public JournalTail Watch(Blotter blotter)
    {
        void PutAside(PoisonRecord poison) => options.Logging.CreateLogger("noderr.control").PutAside(poison.At.ToString(), poison.Reason);
        return new JournalTail()
            .Reads(options.Prefix + "market", 1, new MarketCodec(names), Offset.End, (_, entry) => blotter.Saw(entry), PutAside)
            .Reads(options.Prefix + "orders", 1, new OrdersCodec(names), Offset.Beginning, (at, entry) => blotter.Saw(at.Offset.Value, entry), PutAside)
            .Reads(options.Prefix + "risk", 1, new RiskCodec(names), Offset.Beginning, (at, entry) => blotter.Saw(at.Offset.Value, entry), PutAside)
            .Reads(options.Prefix + "executions", 1, new ExecutionsCodec(names), Offset.Beginning, (at, entry) => blotter.Saw(at.Offset.Value, entry), PutAside)
            .Start(Consuming("control.blotter"));
    }

    private static string State(bool owns) => owns ? "deciding" : "recovering";

    public static async Task<LiveDesk> Start(DeskOptions options)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.BootstrapServers }).SetLogHandler(static (_, _) => { }).Build();
        await JournalTopics.Ensure(admin, options.Prefix, partitions: 1);
        var producing = new ProducerConfig
        {
            BootstrapServers = options.BootstrapServers,
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 0,
            SocketNagleDisable = true,
            MessageTimeoutMs = 10_000,
        };
        return new LiveDesk(options, new ProducerBuilder<byte[]?, byte[]?>(producing).SetLogHandler(static (_, _) => { }).Build());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var driver in drivers) await driver.DisposeAsync();
        producer.Flush(TimeSpan.FromSeconds(3));
        producer.Dispose();
    }

    void IVenueReports.Report(in VenueReport report) => reports.Enqueue(report);

    private TopicPartition At(string journal) => new(options.Prefix + journal, 0);

    private ShardDriver<TEvent> Drive<TEvent>(string service, Func<ShardPlan<TEvent>> plan, IEffects<TEvent> effects)
    {
        var logger = options.Logging.CreateLogger($"noderr.{service}");
        var driver = new ShardDriver<TEvent>(plan, producer, Consuming(service), effects, poison => logger.PutAside(poison.At.ToString(), poison.Reason), $"{options.Instance}.{service}", "", options.Clock, logger);
        drivers.Add(driver);
        return driver;
    }

    private ConsumerConfig Consuming(string who) => new()
    {
        BootstrapServers = options.BootstrapServers,
        GroupId = $"{options.Prefix}{who}",
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        EnablePartitionEof = true,
        FetchWaitMaxMs = 500,
        FetchErrorBackoffMs = 20,
        SocketNagleDisable = true,
        AutoOffsetReset = AutoOffsetReset.Error,
    };

    private void Venue(Action<PaperVenue> call)
    {
        lock (venueGate)
        {
            call(venue);
            while (reports.TryDequeue(out var report)) _ = Executor.Ask(report);
        }
    }

    private sealed class NoEffects<TEvent> : IEffects<TEvent>
    {
        public void Run(Entry<TEvent> entry)
        {
        }

        public void TookOver()
        {
        }
    }

    private sealed class ShowVenue(LiveDesk desk) : IEffects<MarketEvent>
    {
        public void Run(Entry<MarketEvent> entry) => desk.Venue(venue =>
        {
            foreach (var e in entry.Events) venue.Show(e);
        });

        public void TookOver()
        {
        }
    }

    private sealed class AskRisk(LiveDesk desk) : IEffects<OrderEvent>
    {
        public void Run(Entry<OrderEvent> entry)
        {
            foreach (var e in entry.Events)
                if (e.Kind == OrderKind.Created) _ = Ask(e);
        }

        public void TookOver() => _ = Task.Run(async () =>
        {
            foreach (var order in desk.Router.Look((RouterDecider r) => r.Asking.ToArray()) ?? []) await Ask(order);
        });

        private async Task Ask(OrderEvent e)
        {
            for (var attempt = 0; attempt < 50; attempt++)
            {
                if (await desk.Risk.Ask(new RiskCheck(e.Order, e.Book, e.Instrument, e.Side, e.Quantity, e.Limit))
                    && desk.Risk.Look((RiskDecider r) => r.AnswerTo(e.Order)) is { } answer)
                {
                    await desk.Router.Ask(new RiskAnswer(e.Order, answer.Denial));
                    return;
                }
                await Task.Delay(100);
            }
            await desk.Router.Ask(new RiskAnswer(e.Order, DenialCode.NoAnswer));
        }
    }

    private sealed class CallVenue(LiveDesk desk) : IEffects<ExecutionEvent>
    {
        public void Run(Entry<ExecutionEvent> entry)
        {
            foreach (var e in entry.Events)
            {
                if (e.Kind == ExecutionKind.Submitting)
                {
                    desk.Venue(v => v.Submit(new VenueOrder(e.Order, e.Instrument, e.Side, e.Quantity, e.Price), desk.Executor.Clock));
                }
                else if (e.Kind == ExecutionKind.Unknown)
                {
                    desk.Venue(v => v.Query(e.Order, desk.Executor.Clock));
                }
            }
        }

        public void TookOver() => _ = Task.Run(() =>
        {
            foreach (var order in desk.Executor.Look((ExecutorDecider e) => e.Working.ToArray()) ?? []) desk.Venue(v => v.Query(order.Order, desk.Executor.Clock));
        });
    }
}

internal static partial class DeskLog
{
    [LoggerMessage(EventName = "noderr.record.put_aside", Level = LogLevel.Error, Message = "a record that can't be read was put aside: {At}: {Reason}")]
    public static partial void PutAside(this ILogger logger, string at, string reason);
}
