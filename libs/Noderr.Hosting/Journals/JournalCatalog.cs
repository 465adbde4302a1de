using System.Net;
using Confluent.Kafka;
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
    private readonly Dictionary<string, object> opened = [];
    private readonly KafkaSettings kafka;

    private JournalCatalog(KafkaSettings kafka, InstrumentCatalog instruments, IReadOnlyList<Book> books) => (this.kafka, Instruments, Books) = (kafka, instruments, books);

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
        // Not disposed: a record under a schema that was not met yet has its codec ask.
        var registry = kafka.Registry();
        var ids = new SchemaIds(registry, kafka.SchemaRegistryRegister);
        var names = new NameDirectory(instruments, books);
        var catalog = new JournalCatalog(kafka, instruments, books);
        await Waiting.Until(async () =>
        {
            try
            {
                foreach (var journal in journals) await catalog.Open(journal, names, ids);
                return null;
            }
            catch (Exception e) when (e is HttpRequestException or SchemaRegistryException { Status: >= HttpStatusCode.InternalServerError } or InvalidOperationException)
            {
                return $"the schema registry at {kafka.SchemaRegistryUrl}: {e.Message}";
            }
        }, log, cancel);
        return catalog;
    }

    private Task Open(string journal, NameDirectory names, SchemaIds ids) => journal switch
    {
        "market" => Open(journal, new MarketCodec(names), ids),
        "features" => Open(journal, new FeaturesCodec(names), ids),
        "signals" => Open(journal, new SignalsCodec(names), ids),
        "orders" => Open(journal, new OrdersCodec(names), ids),
        "risk" => Open(journal, new RiskCodec(names), ids),
        "executions" => Open(journal, new ExecutionsCodec(names), ids),
        "control" => Open(journal, new ControlCodec(names), ids),
        "compliance" => Open(journal, new ComplianceCodec(), ids),
        "chaos" => Open(journal, new ChaosCodec(), ids),
        "models" => Open(journal, new ModelsCodec(), ids),
        _ => throw new ArgumentException($"there is no journal {journal}", nameof(journal)),
    };

    private async Task Open<TEvent>(string journal, EntryCodec<TEvent> codec, SchemaIds ids) where TEvent : struct
    {
        var topic = kafka.Topic(journal);
        opened[journal] = new Journal<TEvent>(journal, topic, ShardsOf(journal, Books.Count), await ids.FrameAsync(topic, codec));
    }

    /// <summary>Where the shards of a journal lie, whatever its events are.</summary>
    public IEnumerable<TopicPartition> Everything(string journal) =>
        Enumerable.Range(0, ShardsOf(journal, Books.Count)).Select(shard => new TopicPartition(kafka.Topic(journal), shard));

    private Journal<TEvent> Get<TEvent>(string name) =>
        opened.TryGetValue(name, out var journal) ? (Journal<TEvent>)journal : throw new InvalidOperationException($"the topology does not let this service read {name}");
}
