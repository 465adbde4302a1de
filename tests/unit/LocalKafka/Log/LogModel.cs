using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Log;

/// <summary>A partition as a list of batches: slow, and plainly what Kafka's documentation says.</summary>
internal sealed class LogModel
{
    private readonly List<byte[]> batches = [];

    public long Start { get; set; }
    public long End { get; private set; }
    public IReadOnlyList<byte[]> Batches => batches;

    public long Stable => Transactions().Where(t => t.End is null).Select(t => t.First).DefaultIfEmpty(End).Min();

    public void Add(byte[] stored)
    {
        Assert.Equal(End, BatchHeader.BaseOffset(stored));
        batches.Add(stored);
        End = BatchHeader.LastOffset(stored) + 1;
    }

    /// <summary>The answer that a producer's batch must get; the offset is of a batch that is there already.</summary>
    public (ErrorCode Error, long? Duplicate) Judge(byte[] batch)
    {
        var id = BatchHeader.ProducerId(batch);
        if (id < 0) return (ErrorCode.None, null);
        var own = batches.Where(b => BatchHeader.ProducerId(b) == id).ToList();
        if (own.Count == 0) return (ErrorCode.None, null);
        var (epoch, sequence) = (BatchHeader.ProducerEpoch(batch), BatchHeader.BaseSequence(batch));
        var current = own.Max(b => BatchHeader.ProducerEpoch(b));
        var counted = own.Where(b => BatchHeader.ProducerEpoch(b) == current && BatchHeader.BaseSequence(b) >= 0).ToList();
        if (epoch == current && counted.TakeLast(5).FirstOrDefault(b => Sequences(b) == Sequences(batch)) is { } same) return (ErrorCode.None, BatchHeader.BaseOffset(same));
        if (epoch < current) return (ErrorCode.InvalidProducerEpoch, null);
        if (IsOpen(id) && !BatchHeader.Attributes(batch).IsTransactional) return (ErrorCode.InvalidTxnState, null);
        if (epoch > current) return (sequence == 0 ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber, null);
        if (counted.Count == 0) return (ErrorCode.None, null);
        var expected = Sequences(counted[^1]).Last == int.MaxValue ? 0 : Sequences(counted[^1]).Last + 1;
        return (sequence == expected ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber, null);
    }

    public bool IsOpen(long producer) => Transactions().Any(t => t.Producer == producer && t.End is null);

    public List<AbortedTransaction> AbortedIn(long from, long to) =>
        [.. Transactions().Where(t => t is { Committed: false, End: not null } && t.End >= from && t.First < to && t.End >= Start)
            .OrderBy(t => t.First).Select(t => new AbortedTransaction(t.Producer, t.First, t.End!.Value))];

    public (long Offset, long Timestamp)? FirstSince(long timestamp, long limit)
    {
        foreach (var batch in batches.Where(b => !BatchHeader.Attributes(b).IsControl && BatchHeader.BaseOffset(b) < limit))
            foreach (var record in RecordReader.All(batch))
                if (record.Offset >= Start && record.Timestamp >= timestamp) return (record.Offset, record.Timestamp);
        return null;
    }

    public (long Offset, long Timestamp)? Latest()
    {
        (long Offset, long Timestamp)? latest = null;
        foreach (var record in batches.Where(b => BatchHeader.BaseOffset(b) >= Start).SelectMany(b => RecordReader.All(b)))
            if (latest is null || record.Timestamp > latest.Value.Timestamp) latest = (record.Offset, record.Timestamp);
        return latest;
    }

    private List<(long Producer, long First, long? End, bool Committed)> Transactions()
    {
        var all = new List<(long Producer, long First, long? End, bool Committed)>();
        foreach (var batch in batches)
        {
            var (id, attributes) = (BatchHeader.ProducerId(batch), BatchHeader.Attributes(batch));
            var open = all.FindIndex(t => t.Producer == id && t.End is null);
            if (attributes.IsControl && open >= 0)
                all[open] = all[open] with { End = BatchHeader.BaseOffset(batch), Committed = ControlMarker.Read(batch)!.Value.Commit };
            else if (!attributes.IsControl && attributes.IsTransactional && open < 0)
                all.Add((id, BatchHeader.BaseOffset(batch), null, false));
        }
        return all;
    }

    private static (int First, int Last) Sequences(byte[] b) => (BatchHeader.BaseSequence(b), BatchHeader.LastSequence(b));
}
