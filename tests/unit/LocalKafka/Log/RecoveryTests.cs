using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Log;

/// <summary>Four segments with idempotent and transactional producers, one transaction of them open and one aborted.</summary>
public sealed class RecoveryTests : IDisposable
{
    private static readonly string[] Spoilt = ["missing", "empty", "torn", "flipped", "zeroed"];

    private readonly LogBench bench = new(("segment.bytes", "350"), ("index.interval.bytes", "1"));
    private readonly string whole;

    public RecoveryTests()
    {
        for (var i = 0; i < 4; i++)
        {
            bench.Append(LogBench.Batch(new BatchProducer(1, 0, i * 2), false, bench.NowMs + i, $"k{i}=idempotent", "k=again"));
            bench.Append(LogBench.Batch(new BatchProducer(2, 3, i), true, bench.NowMs + i, $"k{i}=transactional"));
            if (i == 1) bench.Mark(2, 3, commit: false);
            bench.Append(LogBench.Batch(BatchProducer.None, false, bench.NowMs - i, $"k{i}=plain"));
        }
        bench.Log.Sealing.Wait();
        Assert.True(bench.Segments.Length >= 4);
        whole = bench.Describe();
    }

    public void Dispose() => bench.Dispose();

    /// <summary>Every damage of a small file, after a stop with the clean mark and without, and after a kill.</summary>
    public static IEnumerable<TheoryDataRow<string, bool, bool>> Damages =>
        from how in Spoilt
        from state in new[] { (Stopped: true, Mark: true), (Stopped: true, Mark: false), (Stopped: false, Mark: false) }
        select new TheoryDataRow<string, bool, bool>(how, state.Stopped, state.Mark);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_stop_all_is_as_before_with_and_without_the_clean_mark(bool mark)
    {
        bench.Log.Close();
        bench.Reopen(mark);
        Assert.Equal(whole, bench.Describe());
        Assert.Equal(0, bench.Log.CutBytes);
    }

    [Fact]
    public void After_a_kill_all_is_as_before()
    {
        bench.Kill();
        Assert.Equal(whole, bench.Describe());
    }

    [Fact]
    public void A_clean_mark_that_lies_is_found_out()
    {
        bench.Stop();
        bench.Append("more");
        using var killed = bench.Copy();
        killed.Reopen(clean: true);
        Assert.Equal(bench.Describe(), killed.Describe());
    }

    [Fact]
    public void Recovery_done_twice_is_recovery_done_once()
    {
        using var killed = bench.Copy();
        Damage.Cut(killed.Segments[^1], 10);
        killed.Reopen();
        var (once, files) = (killed.Describe(), killed.Files());
        killed.Kill();
        Assert.Equal(once, killed.Describe());
        Assert.Equal(files, killed.Files());
        Assert.Equal(once, DescribeStopped(killed));
    }

    [Fact]
    public void The_leader_epoch_rises_with_an_unclean_start_only()
    {
        var epoch = bench.Log.LeaderEpoch;
        Assert.Equal(epoch, bench.Stop().LeaderEpoch);
        Assert.Equal(epoch + 1, bench.Kill().LeaderEpoch);
        Assert.Equal((epoch, bench.Log.LogEnd), bench.Log.EndOf(epoch));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Indexes_are_made_again(string how, bool stopped, bool mark)
    {
        if (stopped) bench.Log.Close();
        for (var i = 0; i < bench.Indexes.Length; i++)
        {
            using var damaged = bench.Copy();
            Damage.Spoil(damaged.Indexes[i], how);
            damaged.Reopen(mark);
            Assert.Equal(whole, damaged.Describe());
            Assert.Equal(bench.NowMs, damaged.Log.FirstSince(bench.NowMs, committedOnly: false)!.Value.Timestamp);
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Producers_are_read_from_an_earlier_snapshot_or_from_the_log(string how, bool stopped, bool mark)
    {
        if (stopped) bench.Log.Close();
        for (var i = 0; i <= bench.Snapshots.Length; i++)
        {
            using var damaged = bench.Copy();
            // The newest ones, one more each time.
            foreach (var snapshot in damaged.Snapshots.Skip(i)) Damage.Spoil(snapshot, how);
            damaged.Reopen(mark);
            Assert.Equal(whole, damaged.Describe());
        }
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("torn")]
    [InlineData("zeroed")]
    public void A_partition_whose_start_cant_be_read_stays_closed_and_is_left_as_it_is(string how)
    {
        bench.Log.DeleteBefore(5);
        using var damaged = bench.Copy();
        Damage.Spoil(Path.Combine(damaged.Folder, "partition.json"), how);
        var files = damaged.Files("*");
        damaged.Reopen();
        Assert.Contains("partition.json can't be read", damaged.Log.Failure);
        Assert.Equal(ErrorCode.KafkaStorageError, damaged.Log.Append(LogBench.Batch(BatchProducer.None, false, 0, "a")).Error);
        Assert.Equal(files, damaged.Files("*"));
    }

    [Fact]
    public void A_half_written_partition_file_beside_the_whole_one_is_nothing()
    {
        bench.Log.DeleteBefore(5);
        var before = bench.Describe();
        using var killed = bench.Copy();
        File.WriteAllText(Path.Combine(killed.Folder, "partition.json.new"), "{\"logStart\":9");
        killed.Reopen();
        Assert.Equal(before, killed.Describe());
        Assert.Empty(killed.Files("*.new"));
    }

    [Fact]
    public void Without_a_partition_file_the_log_starts_with_its_first_segment()
    {
        bench.Log.DeleteBefore(2);
        using var killed = bench.Copy();
        File.Delete(Path.Combine(killed.Folder, "partition.json"));
        Assert.Equal((0, bench.Log.LogEnd), (killed.Reopen().LogStart, killed.Log.LogEnd));
    }

    [Fact]
    public void Damage_before_later_segments_closes_the_partition_and_touches_nothing()
    {
        using var damaged = bench.Copy();
        foreach (var snapshot in damaged.Snapshots) File.Delete(snapshot);
        Damage.Flip(damaged.Segments[1], 100);
        var files = damaged.Files();
        damaged.Reopen();
        Assert.Contains("is damaged at byte", damaged.Log.Failure);
        Assert.Equal(ErrorCode.KafkaStorageError, damaged.Log.Read(0, 1000, false).Error);
        Assert.Equal(files, damaged.Files());
    }

    [Fact]
    public void A_missing_segment_closes_the_partition_and_touches_nothing()
    {
        using var damaged = bench.Copy();
        foreach (var snapshot in damaged.Snapshots) File.Delete(snapshot);
        File.Delete(damaged.Segments[^2]);
        var files = damaged.Files();
        damaged.Reopen();
        Assert.Contains("are missing", damaged.Log.Failure);
        Assert.Equal(files, damaged.Files());
    }

    [Fact]
    public void A_tail_that_the_power_took_from_a_segment_just_closed_is_cut()
    {
        using var torn = bench.Copy();
        var end = long.Parse(Path.GetFileNameWithoutExtension(torn.Segments[^1]));
        File.WriteAllBytes(torn.Segments[^1], []);
        File.Delete(torn.Snapshots[^1]);
        Damage.Cut(torn.Segments[^2], 1);
        torn.Reopen();
        Assert.Null(torn.Log.Failure);
        Assert.InRange(torn.Log.LogEnd, end - 3, end - 1);
        torn.Append("more");
        var after = torn.Describe();
        torn.Kill();
        Assert.Equal(after, torn.Describe());
    }

    [Fact]
    public void Deletion_that_was_interrupted_is_as_good_as_done()
    {
        var start = long.Parse(Path.GetFileNameWithoutExtension(bench.Segments[2]));
        using var before = bench.Copy();
        bench.Log.DeleteBefore(start);
        var done = bench.Describe();
        foreach (var left in new[] { "*", "*.log", "*.index", "*.snapshot" })
        {
            using var killed = bench.Copy();
            foreach (var (name, bytes) in before.Files(left))
                if (name != "partition.json" && !File.Exists(Path.Combine(killed.Folder, name))) File.WriteAllBytes(Path.Combine(killed.Folder, name), bytes);
            killed.Reopen();
            Assert.Equal(done, killed.Describe());
        }
    }

    [Fact]
    public void Producers_of_what_has_expired_are_known_after_a_kill()
    {
        bench.Mark(2, 3, commit: true);
        var producers = bench.Producers();
        bench.Clock.Advance(TimeSpan.FromDays(30));
        bench.Log.Retain();
        Assert.Equal(bench.Log.LogStart, bench.Log.LogEnd);
        bench.Kill();
        Assert.Equal(producers.Split("aborted")[0], bench.Producers());
    }

    private static string DescribeStopped(LogBench bench)
    {
        bench.Stop();
        return bench.Describe();
    }
}
