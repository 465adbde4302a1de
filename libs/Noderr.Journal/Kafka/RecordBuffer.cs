using Confluent.Kafka;
using Noderr.Journal.Entries;
using Noderr.Journal.Shards;

namespace Noderr.Journal.Kafka;

/// <summary>A record that can't be read; it is put aside, and what a decider is given in its place is an entry that says nothing.</summary>
public sealed record PoisonRecord(TopicPartitionOffset At, byte[]? Key, byte[]? Value, Headers? Headers, string Reason);

/// <summary>Records of one partition that have come and were not taken yet.</summary>
public abstract class RecordBuffer(TopicPartition at)
{
    /// <summary>Above this the partition is paused, below the half of it resumed.</summary>
    public const int Full = 4096;

    public TopicPartition At => at;

    public abstract int Count { get; }

    public bool IsPaused { get; set; }

    public abstract void Add(ConsumeResult<byte[]?, byte[]?> record, Action<PoisonRecord> putAside);

    private protected JournalException Gap(long found, long due) =>
        new($"{At} goes on at {found}, but {due} is due: records were deleted before they were read, or the topic was made anew");
}

public sealed class RecordBuffer<TEvent>(TopicPartition at, IEntryCodec<TEvent> codec) : RecordBuffer(at), IJournalReader<TEvent>
{
    // No lease has this epoch, so no reader counts the entry.
    private static readonly Entry<TEvent> Foreign = new(EntryKind.Progress, -1, -1, default);

    private readonly Queue<(long Offset, Entry<TEvent> Entry)> records = new();

    public override int Count => records.Count;

    public override void Add(ConsumeResult<byte[]?, byte[]?> record, Action<PoisonRecord> putAside) => records.Enqueue((record.Offset.Value, Decode(record, putAside)));

    public bool TryRead(long offset, out Entry<TEvent> entry)
    {
        entry = null!;
        if (!records.TryPeek(out var next)) return false;
        if (next.Offset != offset) throw Gap(next.Offset, offset);
        (_, entry) = records.Dequeue();
        return true;
    }

    private Entry<TEvent> Decode(ConsumeResult<byte[]?, byte[]?> record, Action<PoisonRecord> putAside)
    {
        var entry = EntryHeaders.Read<TEvent>(record.Message.Headers);
        if (entry is null || record.Message.Value is null)
        {
            putAside(new PoisonRecord(record.TopicPartitionOffset, record.Message.Key, record.Message.Value, record.Message.Headers, entry is null ? "no headers of a journal's entry" : "no value"));
            return entry ?? Foreign;
        }
        try
        {
            var (events, owner, address) = codec.Decode(record.Message.Value);
            return entry with { Events = events, Owner = owner, Address = address };
        }
        catch (EntryFormatException e)
        {
            putAside(new PoisonRecord(record.TopicPartitionOffset, record.Message.Key, record.Message.Value, record.Message.Headers, e.Message));
            return entry;
        }
    }
}
