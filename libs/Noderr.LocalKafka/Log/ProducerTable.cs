using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Log;

/// <summary>A batch that a producer wrote, as far as a repetition of it must be recognised.</summary>
public readonly record struct WrittenBatch(int FirstSequence, int LastSequence, long FirstOffset, long LastOffset, long Timestamp);

/// <summary>What a partition remembers of one producer: its epoch, its last five batches, its open transaction.</summary>
public sealed class ProducerState(long id)
{
    public const int Window = 5;

    public long Id { get; } = id;
    public short Epoch { get; set; } = -1;
    public int CoordinatorEpoch { get; set; } = -1;
    public long LastTimestamp { get; set; } = -1;

    /// <summary>When this broker last heard of it: a batch's own time may lie far in the past.</summary>
    public long SeenMs { get; set; }

    public long? TransactionStart { get; set; }
    public List<WrittenBatch> Batches { get; } = new(Window);
    public int LastSequence => Batches.Count > 0 ? Batches[^1].LastSequence : -1;
}

/// <summary>A transaction that was aborted: readers of committed data skip this producer's batches in between.</summary>
public readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);

/// <summary>
/// The producers of one partition: recognises repeated and out-of-order batches (the sequence rules of idempotence), knows which
/// transactions are open and which were aborted. It is a function of the log: rebuilt from a snapshot and the batches after it.
/// </summary>
public sealed class ProducerTable
{
    private readonly Dictionary<long, ProducerState> producers = [];
    private readonly SortedDictionary<long, long> open = [];
    private readonly List<AbortedTransaction> aborted = [];

    public IReadOnlyCollection<ProducerState> Producers => producers.Values;
    public IReadOnlyList<AbortedTransaction> Aborted => aborted;

    /// <summary>The first offset of the earliest open transaction.</summary>
    public long? EarliestOpen
    {
        get
        {
            foreach (var first in open.Keys) return first;
            return null;
        }
    }

    public bool HasOpenTransaction(long producerId) => producers.TryGetValue(producerId, out var p) && p.TransactionStart is not null;

    /// <summary>Where the batch lies already, if it is one of the producer's last ones sent again.</summary>
    public WrittenBatch? FindDuplicate(ReadOnlySpan<byte> batch)
    {
        if (!producers.TryGetValue(BatchHeader.ProducerId(batch), out var producer) || producer.Epoch != BatchHeader.ProducerEpoch(batch)) return null;
        foreach (var written in producer.Batches)
        {
            if (written.FirstSequence == BatchHeader.BaseSequence(batch) && written.LastSequence == BatchHeader.LastSequence(batch)) return written;
        }
        return null;
    }

    /// <summary>A producer that is not known (any more) may start with any sequence.</summary>
    public ErrorCode Check(ReadOnlySpan<byte> batch)
    {
        if (!producers.TryGetValue(BatchHeader.ProducerId(batch), out var producer)) return ErrorCode.None;
        var epoch = BatchHeader.ProducerEpoch(batch);
        var sequence = BatchHeader.BaseSequence(batch);
        if (epoch < producer.Epoch) return ErrorCode.InvalidProducerEpoch;
        if (producer.TransactionStart is not null && !BatchHeader.Attributes(batch).IsTransactional) return ErrorCode.InvalidTxnState;
        if (sequence < 0) return ErrorCode.None;
        if (epoch > producer.Epoch) return sequence == 0 || producer.Epoch < 0 ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber;
        var expected = producer.Batches.Count == 0 ? sequence : BatchHeader.NextSequence(producer.LastSequence, 1);
        return sequence == expected ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber;
    }

    /// <summary>Takes a batch that is in the log at its offsets.</summary>
    public void Apply(ReadOnlySpan<byte> batch, bool? commit, long nowMs)
    {
        var id = BatchHeader.ProducerId(batch);
        if (id < 0) return;
        if (!producers.TryGetValue(id, out var producer)) producers[id] = producer = new ProducerState(id);
        if (BatchHeader.ProducerEpoch(batch) > producer.Epoch)
        {
            producer.Epoch = BatchHeader.ProducerEpoch(batch);
            producer.Batches.Clear();
        }
        producer.LastTimestamp = BatchHeader.MaxTimestamp(batch);
        producer.SeenMs = nowMs;
        var first = BatchHeader.BaseOffset(batch);
        if (commit is { } committed)
        {
            End(producer, committed, first);
            return;
        }
        if (BatchHeader.BaseSequence(batch) >= 0)
        {
            if (producer.Batches.Count == ProducerState.Window) producer.Batches.RemoveAt(0);
            producer.Batches.Add(new WrittenBatch(BatchHeader.BaseSequence(batch), BatchHeader.LastSequence(batch), first,
                BatchHeader.LastOffset(batch), BatchHeader.MaxTimestamp(batch)));
        }
        if (BatchHeader.Attributes(batch).IsTransactional && producer.TransactionStart is null) Begin(producer, first);
    }

    /// <summary>Aborted transactions with data in the range, in the order of their first offsets: clients count on it.</summary>
    public List<AbortedTransaction> AbortedIn(long from, long to)
    {
        List<AbortedTransaction> found = [];
        for (var i = FirstEndingAt(from); i < aborted.Count; i++)
        {
            if (aborted[i].FirstOffset < to) found.Add(aborted[i]);
        }
        found.Sort((a, b) => a.FirstOffset.CompareTo(b.FirstOffset));
        return found;
    }

    public void ForgetBefore(long logStart) => Forget(a => a.LastOffset < logStart);

    public void Forget(Predicate<AbortedTransaction> which) => aborted.RemoveAll(which);

    /// <summary>Idle producers go, but never one whose transaction is open.</summary>
    public void Expire(long notSeenSinceMs)
    {
        foreach (var producer in producers.Values.Where(p => p.SeenMs < notSeenSinceMs && p.TransactionStart is null).ToList())
            producers.Remove(producer.Id);
    }

    internal void Restore(ProducerState producer)
    {
        producers[producer.Id] = producer;
        if (producer.TransactionStart is { } first) open[first] = producer.Id;
    }

    internal void Restore(AbortedTransaction transaction) => aborted.Add(transaction);

    private void Begin(ProducerState producer, long first)
    {
        producer.TransactionStart = first;
        open[first] = producer.Id;
    }

    private void End(ProducerState producer, bool committed, long markerOffset)
    {
        if (producer.TransactionStart is not { } first) return;
        open.Remove(first);
        producer.TransactionStart = null;
        if (!committed) aborted.Add(new AbortedTransaction(producer.Id, first, markerOffset));
    }

    private int FirstEndingAt(long offset)
    {
        var (low, high) = (0, aborted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (aborted[middle].LastOffset < offset) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
