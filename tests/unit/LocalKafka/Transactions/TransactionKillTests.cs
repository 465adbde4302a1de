using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Transactions;

/// <summary>A kill between any two writes: what was decided is carried out in every partition, and what was not is open only while the log says so.</summary>
public sealed class TransactionKillTests
{
    private sealed record Deed(string Name, bool? Commits, long AnsweredMs);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task After_a_kill_at_any_write_each_transaction_is_whole_or_nothing(int seed)
    {
        using var bench = new TransactionBench();
        var random = new Random(seed);
        var deeds = await Live(bench, random);
        foreach (var time in bench.Times())
        {
            using var killed = bench.KilledAt(time);
            NothingIsOpenThatTheLogDoesNotCallOngoing(killed);
            var seen = WholeOrNothing(killed, deeds, time);
            // Killed again before anything else happens: the same once more.
            using (var again = killed.KilledAt(long.MaxValue - 1)) Assert.Equal(seen, WholeOrNothing(again, deeds, time));

            var next = random.Next(2) == 0;
            if (next) Assert.Equal(ErrorCode.None, (await killed.Init("a")).Error);
            killed.Clock.NowMs += TransactionBench.Timeout + 1;
            killed.Coordinator.Tick();
            Assert.All(killed.Partitions, log => Assert.Null(log.Producers.EarliestOpen));
            Assert.All(killed.Partitions, log => Assert.Equal(log.LogEnd, log.LastStable));
            Assert.Equal(seen, WholeOrNothing(killed, deeds, time));
        }
    }

    [Fact]
    public async Task The_end_of_a_transaction_is_answered_the_same_after_a_kill()
    {
        using var bench = new TransactionBench();
        var (_, producer, epoch) = await bench.Init();
        await bench.Coordinator.AddPartitions(TransactionBench.Id, producer, epoch, [TransactionBench.At(0), TransactionBench.At(1)]);
        Assert.Equal(ErrorCode.None, bench.Append(0, producer, epoch, 0, "x"));
        Assert.Equal(ErrorCode.None, bench.Append(1, producer, epoch, 0, "x"));
        var decided = bench.Clock.NowMs;
        Assert.Equal(ErrorCode.None, await bench.Coordinator.End(TransactionBench.Id, producer, epoch, commit: true));
        foreach (var time in bench.Times().Where(t => t > decided))
        {
            using var killed = bench.KilledAt(time);
            Assert.Equal(ErrorCode.None, await killed.Coordinator.End(TransactionBench.Id, producer, epoch, commit: true));
            Assert.Equal(ErrorCode.InvalidTxnState, await killed.Coordinator.End(TransactionBench.Id, producer, epoch, commit: false));
            Assert.Equal(["x"], killed.Committed(0));
            Assert.Equal(["x"], killed.Committed(1));
            Assert.Equal([$"commit {producer}/{epoch}"], killed.Markers(0));
        }
    }

    [Fact]
    public async Task An_ongoing_transaction_goes_on_after_a_kill()
    {
        using var bench = new TransactionBench();
        var (_, producer, epoch) = await bench.Init();
        await bench.Coordinator.AddPartitions(TransactionBench.Id, producer, epoch, [TransactionBench.At(0)]);
        Assert.Equal(ErrorCode.None, bench.Append(0, producer, epoch, 0, "before"));
        using var killed = bench.KilledAt(bench.Clock.NowMs);
        // The time that the broker was away is not the producer's.
        killed.Clock.NowMs += TransactionBench.Timeout - 1000;
        killed.Coordinator.Tick();
        Assert.Equal(ErrorCode.None, killed.Append(0, producer, epoch, 1, "after"));
        Assert.Equal(ErrorCode.None, await killed.Coordinator.End(TransactionBench.Id, producer, epoch, commit: true));
        Assert.Equal(["before", "after"], killed.Committed(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_marker_that_the_power_took_is_written_again_although_the_log_calls_it_complete(bool commit)
    {
        using var bench = new TransactionBench();
        var (_, producer, epoch) = await bench.Init();
        await bench.Coordinator.AddPartitions(TransactionBench.Id, producer, epoch, [TransactionBench.At(0)]);
        Assert.Equal(ErrorCode.None, bench.Append(0, producer, epoch, 0, "x"));
        var marked = bench.Clock.NowMs;
        await bench.Coordinator.End(TransactionBench.Id, producer, epoch, commit);
        using var lost = bench.KilledAt(marked);
        var complete = bench.Log.Records[^1];
        lost.Log.Add(complete.Key!.Value.ToArray(), complete.Value!.Value.ToArray());
        using var restarted = lost.KilledAt(long.MaxValue - 1);
        Assert.Equal(commit ? ["x"] : [], restarted.Committed(0));
        Assert.Null(restarted.Partitions.First().Producers.EarliestOpen);
    }

    [Fact]
    public async Task Data_of_a_transaction_that_nobody_knows_is_aborted()
    {
        using var bench = new TransactionBench();
        var (_, producer, epoch) = await bench.Init();
        await bench.Coordinator.AddPartitions(TransactionBench.Id, producer, epoch, [TransactionBench.At(0)]);
        Assert.Equal(ErrorCode.None, bench.Append(0, producer, epoch, 0, "x"));
        using var lost = bench.KilledAt(long.MaxValue - 1);
        Assert.Equal(0, lost.Partitions.First().LastStable);
        lost.Log.Forget();
        using var restarted = lost.KilledAt(long.MaxValue - 1);
        Assert.Equal(["abort"], restarted.Markers(0).Select(m => m.Split(' ')[0]));
        Assert.Empty(restarted.Committed(0));
    }

    private static async Task<List<Deed>> Live(TransactionBench bench, Random random)
    {
        var deeds = new List<Deed>();
        var sequences = new Dictionary<(long, short, int), int>();
        var producers = new Dictionary<string, (long Id, short Epoch)>();
        for (var i = 0; i < 6; i++)
        {
            var id = random.Next(2) == 0 ? "a" : "b";
            if (!producers.TryGetValue(id, out var current) || random.Next(4) == 0)
            {
                var (error, producer, fresh) = await bench.Init(id);
                Assert.Equal(ErrorCode.None, error);
                producers[id] = current = (producer, fresh);
            }
            var (pid, epoch) = current;
            var name = $"{id}{i}";
            var topics = random.Next(1, 4);
            for (var topic = 0; topic < 2; topic++)
            {
                if ((topics & (topic + 1)) == 0) continue;
                Assert.Equal(ErrorCode.None, await bench.Coordinator.AddPartitions(id, pid, epoch, [TransactionBench.At(topic)]));
                for (var n = random.Next(3); n >= 0; n--)
                {
                    var sequence = sequences.GetValueOrDefault((pid, epoch, topic));
                    Assert.Equal(ErrorCode.None, bench.Append(topic, pid, epoch, sequence, name, id));
                    sequences[(pid, epoch, topic)] = sequence + 1;
                }
            }
            switch (random.Next(5))
            {
                case 0:
                    // The producer dies; another one takes its place.
                    deeds.Add(new Deed(name, false, long.MaxValue));
                    producers.Remove(id);
                    break;
                case 1:
                    bench.Clock.NowMs += TransactionBench.Timeout;
                    bench.Coordinator.Tick();
                    deeds.Add(new Deed(name, false, bench.Clock.NowMs));
                    producers.Remove(id);
                    break;
                default:
                    var commit = random.Next(3) > 0;
                    Assert.Equal(ErrorCode.None, await bench.Coordinator.End(id, pid, epoch, commit));
                    deeds.Add(new Deed(name, commit, bench.Clock.NowMs));
                    break;
            }
        }
        return deeds;
    }

    private static void NothingIsOpenThatTheLogDoesNotCallOngoing(TransactionBench bench)
    {
        foreach (var log in bench.Partitions)
        {
            foreach (var open in log.Producers.Producers.Where(p => p.TransactionStart is not null))
            {
                var t = bench.Coordinator.All.Single(t => t.ProducerId == open.Id);
                Assert.Equal((TransactionState.Ongoing, open.Epoch), (t.State, t.Epoch));
                Assert.Contains(t.Partitions, p => p.Topic == log.Topic);
            }
        }
        Assert.DoesNotContain(bench.Coordinator.All, t => t.IsDecided);
    }

    // The names of the transactions that readers see; each one with all of its records.
    private static List<string> WholeOrNothing(TransactionBench bench, List<Deed> deeds, long killedMs)
    {
        var seen = new List<string>();
        foreach (var deed in deeds)
        {
            var counts = bench.Partitions.Select((log, topic) => (
                Written: log.ReadBatches(0).Where(b => !BatchHeader.Attributes(b).IsControl).SelectMany(b => RecordReader.All(b)).Count(r => Log.LogBench.Text(r.Value) == deed.Name),
                Visible: AllCommitted(bench, topic).Count(v => v == deed.Name))).ToList();
            var visible = counts.Exists(c => c.Visible > 0);
            Assert.All(counts, c => Assert.Equal(visible ? c.Written : 0, c.Visible));
            if (visible) seen.Add(deed.Name);
            if (deed.AnsweredMs <= killedMs) Assert.Equal(deed.Commits, visible);
            else if (visible) Assert.True(deed.Commits);
        }
        return seen;
    }

    // Also what lies behind an open transaction: it may be committed already.
    private static List<string> AllCommitted(TransactionBench bench, int topic)
    {
        var log = bench.Partitions.ElementAt(topic);
        var batches = log.ReadBatches(0).ToList();
        var committed = new List<string>();
        foreach (var batch in batches.Where(b => !BatchHeader.Attributes(b).IsControl))
        {
            var end = batches.Find(m => BatchHeader.Attributes(m).IsControl && BatchHeader.ProducerId(m) == BatchHeader.ProducerId(batch) && BatchHeader.BaseOffset(m) > BatchHeader.BaseOffset(batch));
            if (end is not null && ControlMarker.Read(end)!.Value.Commit) committed.AddRange(RecordReader.All(batch).Select(r => Log.LogBench.Text(r.Value)));
        }
        return committed;
    }
}
