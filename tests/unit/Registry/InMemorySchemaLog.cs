using Noderr.LocalKafka.Registry;

namespace Noderr.Tests.Unit.Registry;

public sealed class InMemorySchemaLog : ISchemaLog
{
    private readonly List<SchemaRecord> records = [];

    public IEnumerable<SchemaRecord> ReadAll() => [.. records];

    public ValueTask AppendAsync(SchemaRecord record, CancellationToken ct)
    {
        records.Add(record);
        return ValueTask.CompletedTask;
    }
}
