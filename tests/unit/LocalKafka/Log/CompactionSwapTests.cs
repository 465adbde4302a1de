using Microsoft.Extensions.Logging.Abstractions;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;

namespace Noderr.Tests.Unit.LocalKafka.Log;

/// <summary>A kill at any moment of a swap leaves the log as it was before or as it is after; what is in it is the same either way.</summary>
public sealed class CompactionSwapTests : IDisposable
{
    private readonly LogBench bench = new(("segment.bytes", "300"), ("index.interval.bytes", "1"), ("cleanup.policy", "compact"), ("min.cleanable.dirty.ratio", "0"));
    private readonly LogBench before;
    private readonly string old, compacted;
    private readonly string swap;

    public CompactionSwapTests()
    {
        for (var i = 0; i < 12; i++) bench.Append(LogBench.Batch(new BatchProducer(1, 0, i), false, bench.NowMs, $"k{i % 3}=value {i}"));
        before = bench.Copy();
        bench.Set("segment.bytes", "10000");
        new Compactor(bench.Clock, NullLogger.Instance).Compact(bench.Log);
        (old, compacted) = (Opened(before), bench.Describe());
        Assert.NotEqual(old, compacted);
        var end = long.Parse(Path.GetFileNameWithoutExtension(bench.Segments[1]));
        swap = $"{0:D20}-{end:D20}.swap";
    }

    public void Dispose()
    {
        bench.Dispose();
        before.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public void Half_a_cleaned_file_is_thrown_away(int bytes) => Killed(old, folder =>
    {
        State(folder);
        var cleaned = File.ReadAllBytes(bench.Segments[0]);
        File.WriteAllBytes(CompactionSwap.CleanedPath(folder, 0), cleaned[..Math.Min(bytes, cleaned.Length)]);
    });

    [Fact]
    public void A_swap_file_beside_all_the_old_ones_takes_their_place() => Killed(compacted, folder => Swap(folder));

    [Fact]
    public void A_swap_with_some_of_the_old_ones_gone_is_carried_through()
    {
        for (var gone = 1; gone < Old().Count; gone++)
        {
            Killed(compacted, folder =>
            {
                Swap(folder);
                foreach (var log in Old().Take(gone + 1))
                {
                    File.Delete(Path.Combine(folder, Path.ChangeExtension(log, ".index")));
                    if (log != Old()[0]) File.Delete(Path.Combine(folder, log));
                }
            });
        }
    }

    [Fact]
    public void After_the_last_move_only_the_index_is_missing() => Killed(compacted, folder =>
    {
        Swap(folder);
        foreach (var log in Old())
        {
            File.Delete(Path.Combine(folder, Path.ChangeExtension(log, ".index")));
            File.Delete(Path.Combine(folder, log));
        }
        File.Move(Path.Combine(folder, swap), Path.Combine(folder, Path.GetFileName(bench.Segments[0])));
    });

    [Fact]
    public void Without_snapshots_the_gaps_of_compaction_are_no_damage()
    {
        using var killed = bench.Copy();
        foreach (var snapshot in killed.Snapshots) File.Delete(snapshot);
        killed.Reopen();
        Assert.Equal(compacted.Split("producer")[0], killed.Describe().Split("producer")[0]);
    }

    [Fact]
    public void Without_snapshots_and_partition_file_the_gaps_close_the_partition_and_nothing_is_cut()
    {
        using var killed = bench.Copy();
        foreach (var snapshot in killed.Snapshots) File.Delete(snapshot);
        File.Delete(Path.Combine(killed.Folder, "partition.json"));
        var files = killed.Files();
        killed.Reopen();
        Assert.NotNull(killed.Log.Failure);
        Assert.Equal(files, killed.Files());
    }

    [Fact]
    public void Offsets_that_compaction_took_before_an_empty_segment_are_not_given_out_again()
    {
        using var aged = new LogBench(("segment.ms", "1000"), ("cleanup.policy", "compact"), ("min.cleanable.dirty.ratio", "0"));
        aged.Append("k=1", "k=2");
        aged.Append("k=3");
        aged.Mark(5, 0, commit: true);
        aged.Clock.Advance(TimeSpan.FromDays(3));
        new Compactor(aged.Clock, NullLogger.Instance).Compact(aged.Log);
        new Compactor(aged.Clock, NullLogger.Instance).Compact(aged.Log);
        Assert.Equal(4, aged.Log.LogEnd);
        using var killed = aged.Copy();
        foreach (var snapshot in killed.Snapshots) File.Delete(snapshot);
        Assert.Equal(4, killed.Reopen().LogEnd);
    }

    private void Killed(string expected, Action<string> left)
    {
        using var killed = before.Copy();
        left(killed.Folder);
        killed.Reopen();
        Assert.Equal(expected, killed.Describe());
        Assert.Empty(killed.Files("*.swap"));
        Assert.Empty(killed.Files("*.cleaned"));
        killed.Append("k0=more");
        var after = killed.Describe();
        killed.Kill();
        Assert.Equal(after, killed.Describe());
    }

    private List<string> Old() => [.. before.Files().Keys.Order(StringComparer.Ordinal).Where(f => !bench.Files().ContainsKey(f) || f == Path.GetFileName(bench.Segments[0]))];

    private void Swap(string folder)
    {
        State(folder);
        File.Copy(bench.Segments[0], Path.Combine(folder, swap));
    }

    private void State(string folder) => File.Copy(Path.Combine(bench.Folder, "partition.json"), Path.Combine(folder, "partition.json"), overwrite: true);

    private static string Opened(LogBench bench)
    {
        bench.Reopen();
        return bench.Describe();
    }
}
