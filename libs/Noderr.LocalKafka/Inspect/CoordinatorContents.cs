using System.Text.Json;
using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Registry;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Inspect;

/// <summary>Reads the records of the topics in which the broker and the registry remember, by the same code that they start with.</summary>
public sealed class CoordinatorContents
{
    private readonly Action<Record> read;

    private CoordinatorContents(Action<Record> read) => this.read = read;

    /// <summary>Null for a topic whose contents are its producers' own business.</summary>
    public static CoordinatorContents? Of(string topic) => topic switch
    {
        TopicName.Offsets => new(ReadOffsets),
        TopicName.Transactions => new(ReadTransaction),
        SchemaTopic.Name => new(ReadSchema(new RegistryState())),
        _ => null,
    };

    /// <summary>What is wrong with a record; null when it is understood.</summary>
    public string? Problem(Record record)
    {
        try
        {
            read(record);
            return null;
        }
        catch (Exception e) when (e is WireException or InvalidDataException or JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException or Refusal)
        {
            return e.Message;
        }
    }

    private static void ReadOffsets(Record record)
    {
        var key = GroupRecords.ReadKey(KeyOf(record));
        if (record.Value is not { } value) return;
        if (key is OffsetCommitKey) GroupRecords.ReadOffset(value, record.Offset);
        else if (key is GroupMetadataKey) GroupRecords.ReadGroup(value);
    }

    private static void ReadTransaction(Record record)
    {
        var id = TransactionRecord.IdOf(KeyOf(record));
        if (record.Value is { } value) TransactionRecord.Decode(id, value);
    }

    private static Action<Record> ReadSchema(RegistryState state) =>
        record => state.Apply(new SchemaRecord(KeyOf(record).ToArray(), record.Value?.ToArray()));

    private static ReadOnlyMemory<byte> KeyOf(Record record) => record.Key ?? throw new InvalidDataException("the record has no key");
}
