namespace Noderr.LocalKafka.Groups;

/// <summary>The compacted partition in which groups and their offsets outlive the process.</summary>
public interface ICoordinatorLog
{
    /// <summary>
    /// The write happens before the first wait; the task ends when the records are as durable as the topic promises, and fails with an
    /// <see cref="IOException"/> where that can't be had. A producer makes the batch a part of its transaction.
    /// </summary>
    ValueTask AppendAsync(IReadOnlyList<KeyedRecord> records, TransactionalProducer? producer = null);
}

/// <summary>No value: what was under the key is gone.</summary>
public readonly record struct KeyedRecord(byte[] Key, byte[]? Value);

public readonly record struct TransactionalProducer(long Id, short Epoch);

/// <summary>
/// What the log holds, as it is read at start. A control record has a <see cref="CommitMarker"/>: true commit, false abort.
/// </summary>
public readonly record struct CoordinatorRecord(
    long Offset, long TimestampMs, long ProducerId, bool Transactional, bool? CommitMarker,
    ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value);
