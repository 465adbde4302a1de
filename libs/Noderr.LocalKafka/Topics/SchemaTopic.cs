using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Registry;

namespace Noderr.LocalKafka.Topics;

/// <summary>The registry's log in the topic _schemas. The registry starts beside the broker and waits here until the topics are open.</summary>
public sealed class SchemaTopic(Task<Broker> broker, TimeProvider clock) : ISchemaLog
{
    public const string Name = "_schemas";

    public IEnumerable<SchemaRecord> ReadAll() =>
        Topic(broker.GetAwaiter().GetResult()).ReadAll().Where(r => r.Key is not null).Select(r => new SchemaRecord(r.Key!.Value.ToArray(), r.Value?.ToArray()));

    public async ValueTask AppendAsync(SchemaRecord record, CancellationToken ct) =>
        await Topic(await broker).AppendAsync([new KeyedRecord(record.Key, record.Value)]);

    private KeyedTopic Topic(Broker opened) => new(Name, opened.Topics, clock);
}
