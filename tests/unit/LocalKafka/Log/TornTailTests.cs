using Noderr.LocalKafka.Records;

namespace Noderr.Tests.Unit.LocalKafka.Log;

public sealed class TornTailTests : IDisposable
{
    private readonly LogBench bench = new();
    private readonly byte[] last;

    public TornTailTests()
    {
        bench.Append("a", "b");
        bench.Append(LogBench.Batch(new BatchProducer(7, 0, 0), false, bench.NowMs, "c"));
        last = LogBench.Batch(new BatchProducer(7, 0, 1), false, bench.NowMs, "d", "e", "f");
        bench.Append(last);
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_last_batch_cut_at_any_byte_is_gone_and_the_others_stay()
    {
        for (var missing = 1; missing <= last.Length; missing++)
        {
            using var torn = bench.Copy();
            Damage.Cut(torn.Segments[0], missing);
            var log = torn.Reopen();
            Assert.Equal((3, last.Length - missing), (log.LogEnd, log.CutBytes));
            Assert.Equal(["a", "b", "c"], torn.Values());
            // The producer sends again what was not acknowledged.
            Assert.Equal(3, torn.Append((byte[])last.Clone()));
            Assert.Equal(6, torn.Kill().LogEnd);
        }
    }

    public static TheoryData<string> Tails => ["1 of garbage", "11 of garbage", "12 of garbage", "60 of garbage", "61 of garbage", "5000 of garbage", "1 of zeros", "61 of zeros", "4096 of zeros", "the last batch again", "a batch from ahead", "a length of 2 GB", "a negative length"];

    [Theory]
    [MemberData(nameof(Tails))]
    public void What_is_no_batch_behind_the_last_one_is_cut(string tail)
    {
        using var torn = bench.Copy();
        var before = new FileInfo(torn.Segments[0]).Length;
        var bytes = Tail(tail);
        Damage.Add(torn.Segments[0], bytes);
        var log = torn.Reopen();
        Assert.Equal((6, bytes.Length), (log.LogEnd, log.CutBytes));
        Assert.Equal(before, new FileInfo(torn.Segments[0]).Length);
        Assert.Equal(6, torn.Append("g"));
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], torn.Values());
    }

    [Fact]
    public void A_byte_flipped_in_the_middle_of_the_last_segment_ends_the_log_before_its_batch()
    {
        var middle = LogBench.Batch(new BatchProducer(7, 0, 0), false, bench.NowMs, "c").Length;
        var start = new FileInfo(bench.Segments[0]).Length - last.Length - middle;
        for (var at = 0; at < middle; at++)
        {
            using var damaged = bench.Copy();
            Damage.Flip(damaged.Segments[0], start + at);
            // The leader's epoch is outside the checksum, and wrong in it costs nothing.
            Assert.Equal(at is >= 12 and < 16 ? 6 : 2, damaged.Reopen().LogEnd);
        }
    }

    [Fact]
    public void A_snapshot_does_not_vouch_for_a_batch_that_was_cut()
    {
        bench.Stop();
        using var damaged = bench.Copy();
        Damage.Flip(damaged.Segments[0], new FileInfo(damaged.Segments[0]).Length - 1);
        Assert.Equal(3, damaged.Reopen().LogEnd);
        Assert.Equal(3, damaged.Append((byte[])last.Clone()));
        Assert.Equal(["a", "b", "c", "d", "e", "f"], damaged.Values());
    }

    [Fact]
    public void Offsets_that_were_deleted_are_not_given_out_again()
    {
        bench.Log.DeleteBefore(6);
        using var torn = bench.Copy();
        Damage.Cut(torn.Segments[0], 1);
        Assert.Equal((6, 6), (torn.Reopen().LogStart, torn.Log.LogEnd));
        Assert.Equal(6, torn.Append("g"));
        Assert.Equal(7, torn.Kill().LogEnd);
        Assert.Equal(["g"], torn.Values());
    }

    private byte[] Tail(string tail)
    {
        var word = tail.Split(' ');
        var copy = (byte[])last.Clone();
        switch (tail)
        {
            case "the last batch again": return copy;
            case "a batch from ahead": BatchHeader.SetBaseOffset(copy, 7); return copy;
            case "a length of 2 GB": BatchHeader.SetBaseOffset(copy, 6); BatchHeader.SetTotalLength(copy, int.MaxValue); return copy;
            case "a negative length": BatchHeader.SetBaseOffset(copy, 6); BatchHeader.SetTotalLength(copy, -5); return copy;
        }
        var bytes = new byte[int.Parse(word[0])];
        if (word[2] == "garbage") new Random(1).NextBytes(bytes);
        return bytes;
    }
}
