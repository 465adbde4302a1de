namespace Noderr.LocalKafka.Registry;

/// <summary>One record of the compacted topic <c>_schemas</c>; a null value is a tombstone.</summary>
public readonly record struct SchemaRecord(byte[] Key, byte[]? Value);

/// <summary>The registry's only store. What was appended is read back in the same order at the next start.</summary>
public interface ISchemaLog
{
    IEnumerable<SchemaRecord> ReadAll();

    /// <summary>Returns when the record is durable; the registry applies it only then.</summary>
    ValueTask AppendAsync(SchemaRecord record, CancellationToken ct);
}
