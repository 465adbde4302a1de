using System.Text.Json;
using Confluent.Kafka;

namespace Noderr.Journal.Kafka;

/// <summary>
/// Beside the snapshots, under the key <c>owner</c>: who took the shard last, and where it answers. For those who want to find it without
/// reading the journal; of two notes the one with the higher epoch holds, whichever came last.
/// </summary>
public sealed record OwnerNote(long Epoch, string Owner, string Address)
{
    private static readonly byte[] Key = "owner"u8.ToArray();

    public Message<byte[]?, byte[]?> ToMessage() => new() { Key = Key, Value = JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web) };

    /// <summary>Null where the record is none.</summary>
    public static OwnerNote? Read(Message<byte[]?, byte[]?> message)
    {
        if (message.Key is null || message.Value is null || !message.Key.AsSpan().SequenceEqual(Key)) return null;
        try
        {
            return JsonSerializer.Deserialize<OwnerNote>(message.Value, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
