using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;

namespace Noderr.Journal.Kafka;

/// <summary>A state that was captured, and the place in the journal behind the entry that it follows.</summary>
public sealed record Snapshot(long Position, byte[] State);

/// <summary>
/// Snapshots in a compacted topic beside the journal, in pieces under the keys <c>slot/piece</c>. Two slots take turns, so that a snapshot
/// which is cut short, or mixed with the pieces of an older one, leaves a whole one behind; each piece bears the hash of the whole.
/// </summary>
public sealed class Snapshots(TopicPartition at, IRecordWriter writer, Func<IRecordReader> openReader)
{
    private const int PieceBytes = 512 * 1024, HashBytes = 32, HeadBytes = HashBytes + 8 + 4;

    private int slot;

    public static TopicPartition Of(TopicPartition journal) => new(TopicOf(journal.Topic), journal.Partition);

    public static string TopicOf(string journal) => journal + ".snapshots";

    public Snapshot? ReadNewest()
    {
        (var newest, slot) = Read(at, openReader);
        return newest;
    }

    /// <summary>The newest that is whole, and the slot that may be written next.</summary>
    public static (Snapshot? Newest, int Free) Read(TopicPartition at, Func<IRecordReader> openReader)
    {
        using var reader = openReader();
        reader.Assign([new TopicPartitionOffset(at, Offset.Beginning)]);
        var pieces = new Dictionary<(int Slot, int Piece), byte[]>();
        while (reader.Read(TimeSpan.FromSeconds(30)) is var record)
        {
            if (record is null) throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"{at} was not read to its end within 30 s"));
            if (record.IsPartitionEOF) break;
            if (KeyOf(record.Message.Key) is { } key && record.Message.Value is { Length: >= HeadBytes } value) pieces[key] = value;
        }
        var (whole0, whole1) = (Assemble(pieces, 0), Assemble(pieces, 1));
        var newest = (whole0?.Position ?? -1) >= (whole1?.Position ?? -1) ? whole0 : whole1;
        return (newest, newest == whole0 && newest is not null ? 1 : 0);
    }

    public void Write(Snapshot snapshot)
    {
        var count = Math.Max(1, (snapshot.State.Length + PieceBytes - 1) / PieceBytes);
        for (var piece = 0; piece < count; piece++)
        {
            var part = snapshot.State.AsSpan(piece * PieceBytes, Math.Min(PieceBytes, snapshot.State.Length - piece * PieceBytes));
            var value = new byte[HeadBytes + part.Length];
            SHA256.HashData(snapshot.State, value);
            BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(HashBytes), snapshot.Position);
            BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(HashBytes + 8), count);
            part.CopyTo(value.AsSpan(HeadBytes));
            writer.Append(at, new Message<byte[]?, byte[]?> { Key = Encoding.ASCII.GetBytes($"{slot}/{piece}"), Value = value });
        }
        writer.Settle(at);
        slot = 1 - slot;
    }

    public void Note(OwnerNote note)
    {
        writer.Append(at, note.ToMessage());
        writer.Settle(at);
    }

    private static Snapshot? Assemble(Dictionary<(int, int), byte[]> pieces, int slot)
    {
        if (!pieces.TryGetValue((slot, 0), out var first)) return null;
        var count = BinaryPrimitives.ReadInt32BigEndian(first.AsSpan(HashBytes + 8));
        using var state = new MemoryStream();
        for (var piece = 0; piece < count; piece++)
        {
            if (!pieces.TryGetValue((slot, piece), out var value) || !value.AsSpan(0, HeadBytes).SequenceEqual(first.AsSpan(0, HeadBytes))) return null;
            state.Write(value, HeadBytes, value.Length - HeadBytes);
        }
        var bytes = state.ToArray();
        return SHA256.HashData(bytes).AsSpan().SequenceEqual(first.AsSpan(0, HashBytes)) ? new Snapshot(BinaryPrimitives.ReadInt64BigEndian(first.AsSpan(HashBytes)), bytes) : null;
    }

    private static (int, int)? KeyOf(byte[]? key)
    {
        var parts = key is null ? [] : Encoding.ASCII.GetString(key).Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var slot) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var piece)
            ? (slot, piece) : null;
    }
}
