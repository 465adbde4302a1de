namespace Noderr.LocalKafka.Records;

/// <summary>One record as it lies in its batch: the bytes belong to the batch, or to its decompressed body.</summary>
public readonly record struct Record(
    long Offset, long Timestamp, ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, IReadOnlyList<RecordHeader> Headers)
{
    /// <summary>Everything from the offset delta on, which a rewritten batch can take over unread.</summary>
    internal ReadOnlyMemory<byte> Tail { get; init; }

    /// <summary>What the producer said, also where the batch has the broker's time.</summary>
    internal long OwnTimestamp { get; init; }

    internal byte Attributes { get; init; }
}

public readonly record struct RecordHeader(string Name, ReadOnlyMemory<byte>? Value);
