using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Log;

public class ProducerTableTests
{
    private readonly ProducerTable table = new();
    private long end;

    [Fact]
    public void Each_of_the_last_five_batches_is_answered_with_the_offset_that_it_has()
    {
        for (var i = 0; i < 7; i++) Write(sequence: i * 2, records: 2);
        Assert.Equal([null, null, 4L, 6L, 8L, 10L, 12L], Enumerable.Range(0, 7).Select(i => table.FindDuplicate(Batch(i * 2, 2))?.FirstOffset));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    public void A_batch_that_only_overlaps_is_no_repetition(int sequence, int records)
    {
        Write(0, 2);
        Assert.Null(table.FindDuplicate(Batch(sequence, records)));
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, table.Check(Batch(sequence, records)));
    }

    [Theory]
    [InlineData(2, ErrorCode.None)]
    [InlineData(3, ErrorCode.OutOfOrderSequenceNumber)]
    [InlineData(int.MaxValue, ErrorCode.OutOfOrderSequenceNumber)]
    public void Sequences_follow_without_a_gap(int sequence, ErrorCode expected)
    {
        Write(0, 2);
        Assert.Equal(expected, table.Check(Batch(sequence, 1)));
    }

    [Theory]
    [InlineData(int.MaxValue, 1, 0)]
    [InlineData(int.MaxValue - 1, 2, 0)]
    [InlineData(int.MaxValue - 1, 4, 2)]
    public void After_the_largest_sequence_comes_zero(int sequence, int records, int next)
    {
        Write(sequence, records);
        Assert.Equal(ErrorCode.None, table.Check(Batch(next, 1)));
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, table.Check(Batch(next + 1, 1)));
        Assert.Equal(0, table.FindDuplicate(Batch(sequence, records))!.Value.FirstOffset);
        Write(next, 1);
        Assert.Equal(ErrorCode.None, table.Check(Batch(next + 1, 1)));
    }

    [Fact]
    public void A_higher_epoch_starts_at_zero_and_the_old_one_is_fenced()
    {
        Write(0, 5);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, table.Check(Batch(5, 1, epoch: 1)));
        Assert.Equal(ErrorCode.None, table.Check(Batch(0, 1, epoch: 1)));
        Write(0, 1, epoch: 1);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, table.Check(Batch(5, 1, epoch: 0)));
        Assert.Null(table.FindDuplicate(Batch(0, 5, epoch: 0)));
    }

    [Fact]
    public void An_unknown_producer_may_start_anywhere() => Assert.Equal(ErrorCode.None, table.Check(Batch(1234, 1)));

    [Fact]
    public void After_a_marker_of_a_higher_epoch_the_fenced_producer_opens_nothing()
    {
        Write(0, 1, transactional: true);
        Mark(epoch: 1, commit: false);
        Assert.Null(table.EarliestOpen);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, table.Check(Batch(1, 1, transactional: true)));
        Assert.Equal(ErrorCode.None, table.Check(Batch(0, 1, epoch: 1, transactional: true)));
    }

    [Fact]
    public void Outside_its_transaction_a_producer_writes_nothing_while_it_is_open()
    {
        Write(0, 1, transactional: true);
        Assert.Equal(ErrorCode.InvalidTxnState, table.Check(Batch(1, 1)));
        Mark(0, commit: true);
        Assert.Equal(ErrorCode.None, table.Check(Batch(1, 1)));
    }

    [Fact]
    public void Only_idle_producers_without_open_transaction_are_forgotten()
    {
        Write(0, 1, id: 1, now: 100);
        Write(0, 1, id: 2, now: 200);
        Write(0, 1, id: 3, now: 100, transactional: true);
        table.Expire(notSeenSinceMs: 150);
        Assert.Equal([2, 3], table.Producers.Select(p => p.Id).Order());
        Assert.Equal(ErrorCode.None, table.Check(Batch(77, 1, id: 1)));
    }

    [Fact]
    public void The_earliest_open_transaction_holds_the_last_stable_offset()
    {
        Write(0, 2, id: 1, transactional: true);
        Write(0, 3, id: 2, transactional: true);
        Mark(0, commit: true, id: 1);
        Assert.Equal(2, table.EarliestOpen);
        Mark(0, commit: false, id: 2);
        Assert.Null(table.EarliestOpen);
        Assert.Equal([new AbortedTransaction(2, 2, 6)], table.Aborted);
    }

    [Fact]
    public void A_marker_where_nothing_was_written_aborts_nothing()
    {
        Mark(4, commit: false);
        Assert.Empty(table.Aborted);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, table.Check(Batch(0, 1, epoch: 3)));
    }

    [Fact]
    public void A_snapshot_holds_everything()
    {
        for (var i = 0; i < 8; i++) Write(i, 1, id: i % 3, epoch: (short)(i % 3), transactional: i % 3 == 1);
        Mark(1, commit: false, id: 1);
        Write(8, 1, id: 1, epoch: 1, transactional: true);
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, ProducerSnapshot.Encode(table));
        var read = ProducerSnapshot.Read(path)!;
        File.Delete(path);
        Assert.Equal(ProducerSnapshot.Encode(table), ProducerSnapshot.Encode(read));
        Assert.Equal((table.EarliestOpen, table.Aborted.Count, 3), (read.EarliestOpen, read.Aborted.Count, read.Producers.Count));
    }

    private static byte[] Batch(int sequence, int records, long id = 9, short epoch = 0, bool transactional = false) =>
        LogBench.Batch(new BatchProducer(id, epoch, sequence), transactional, 0, [.. Enumerable.Repeat("v", records)]);

    private void Write(int sequence, int records, long id = 9, short epoch = 0, bool transactional = false, long now = 0)
    {
        var batch = Batch(sequence, records, id, epoch, transactional);
        BatchHeader.SetBaseOffset(batch, end);
        table.Apply(batch, null, now);
        end += records;
    }

    private void Mark(short epoch, bool commit, long id = 9)
    {
        table.Apply(new ControlMarker(id, epoch, commit, 0).ToBatch(0, end), commit, 0);
        end++;
    }
}
