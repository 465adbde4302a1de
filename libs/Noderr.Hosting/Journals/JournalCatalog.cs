using Confluent.SchemaRegistry;
using Microsoft.Extensions.Logging;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Names;
using Noderr.Contracts.Registry;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Hosting.Kafka;

namespace Noderr.Hosting.Journals;

/// <summary>The journals that one service writes and reads, opened at the registry under the names of this installation.</summary>
public sealed class JournalCatalog
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(250);
    private readonly Dictionary<string, object> opened = [];
    private readonly Dictionary<string, string> topics = [];

    private JournalCatalog(InstrumentCatalog instruments, IReadOnlyList<Book> books) => (Instruments, Books) = (instruments, books);

    public InstrumentCatalog Instruments { get; }
    public IReadOnlyList<Book> Books { get; }

    public Journal<MarketEvent> Market => Get<MarketEvent>("market");
    public Journal<FeatureEvent> Features => Get<FeatureEvent>("features");
    public Journal<SignalEvent> Signals => Get<SignalEvent>("signals");
    public Journal<OrderEvent> Orders => Get<OrderEvent>("orders");
    public Journal<RiskEvent> Risk => Get<RiskEvent>("risk");
    public Journal<ExecutionEvent> Executions => Get<ExecutionEvent>("executions");
    public Journal<ComplianceEvent> Compliance => Get<ComplianceEvent>("compliance");
    public Journal<ChaosEvent> Chaos => Get<ChaosEvent>("chaos");
    public Journal<ModelEvent> Models => Get<ModelEvent>("models");
    public Journal<ControlEvent> Control => Get<ControlEvent>("control");

    /// <summary>A journal with a key by book has a shard for each of them; the others have one.</summary>
    public static int ShardsOf(string journal, int books) => Topology.Of(journal).Key == "book" ? books : 1;

    /// <summary>Waits for the registry, as long as it takes.</summary>
    public static async Task<JournalCatalog> OpenAsync(
        KafkaSettings kafka, InstrumentCatalog instruments, IReadOnlyList<Book> books, IEnumerable<string> journals, ILogger log, CancellationToken cancel)
    {
        using var registry = kafka.Registry();
        var ids = new SchemaIds(registry, kafka.SchemaRegistryRegister);
        var said = DateTime.MinValue;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                var catalog = new JournalCatalog(instruments, books);
                var names = new NameDirectory(instruments, books);
                foreach (var journal in journals) await catalog.Open(journal, names, ids, kafka);
                return catalog;
            }
            catch (Exception e) when (e is HttpRequestException or SchemaRegistryException { Status: >= System.Net.HttpStatusCode.InternalServerError } or InvalidOperationException)
            {
                if (DateTime.UtcNow - said > TimeSpan.FromSeconds(5))
                {
                    log.WaitingForRegistry(kafka.SchemaRegistryUrl.ToString(), e.Message);
                    said = DateTime.UtcNow;
                }
            }
            await Task.Delay(BetweenAttempts, cancel);
        }
    }

    private Task Open(string journal, NameDirectory names, SchemaIds ids, KafkaSettings kafka) => journal switch
    {
        "market" => Open(journal, new MarketCodec(names), ids, kafka),
        "features" => Open(journal, new FeaturesCodec(names), ids, kafka),
        "signals" => Open(journal, new SignalsCodec(names), ids, kafka),
        "orders" => Open(journal, new OrdersCodec(names), ids, kafka),
        "risk" => Open(journal, new RiskCodec(names), ids, kafka),
        "executions" => Open(journal, new ExecutionsCodec(names), ids, kafka),
        "control" => Open(journal, new ControlCodec(names), ids, kafka),
        "compliance" => Open(journal, new ComplianceCodec(), ids, kafka),
        "chaos" => Open(journal, new ChaosCodec(), ids, kafka),
        "models" => Open(journal, new ModelsCodec(), ids, kafka),
        _ => throw new ArgumentException($"there is no journal {journal}", nameof(journal)),
    };

    private async Task Open<TEvent>(string journal, EntryCodec<TEvent> codec, SchemaIds ids, KafkaSettings kafka) where TEvent : struct
    {
        var topic = kafka.Topic(journal);
        topics[journal] = topic;
        opened[journal] = new Journal<TEvent>(journal, topic, ShardsOf(journal, Books.Count), await ids.FrameAsync(topic, codec));
    }

    /// <summary>Where the shards of a journal lie, whatever its events are.</summary>
    public IEnumerable<Confluent.Kafka.TopicPartition> Everything(string journal) =>
        Enumerable.Range(0, ShardsOf(journal, Books.Count)).Select(shard => new Confluent.Kafka.TopicPartition(topics[journal], shard));

    private Journal<TEvent> Get<TEvent>(string name) =>
        opened.TryGetValue(name, out var journal) ? (Journal<TEvent>)journal : throw new InvalidOperationException($"the topology does not let this service read {name}");
}
