namespace Noderr.LocalKafka.Groups;

/// <summary>The compacted partition in which a coordinator remembers.</summary>
public interface ICoordinatorLog
{
    /// <summary>
    /// The write happens before the first wait; the task ends when the records are as durable as the topic promises. An
    /// <see cref="IOException"/> when they could not be written.
    /// </summary>
    ValueTask AppendAsync(IReadOnlyList<KeyedRecord> records, TransactionalProducer? producer = null);
}

/// <summary>A record without a value takes its key out.</summary>
public readonly record struct KeyedRecord(byte[] Key, byte[]? Value);

public readonly record struct TransactionalProducer(long Id, short Epoch);

/// <summary>A record read back at start; a control record has an outcome instead of a key: true for a commit.</summary>
public readonly record struct CoordinatorRecord(
    long Offset, long TimestampMs, long ProducerId, bool Transactional, bool? CommitMarker, ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value);
