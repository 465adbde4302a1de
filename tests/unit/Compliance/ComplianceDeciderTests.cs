using Noderr.Compliance;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;
using Noderr.Journal.Shards;

namespace Noderr.Tests.Unit.Compliance;

public sealed class ComplianceDeciderTests
{
    private static readonly Timestamp Noon = Timestamp.FromMilliseconds(1_764_000_000_000);

    [Fact]
    public void A_full_stretch_is_sealed_at_once()
    {
        var sealing = new Sealing(new SealRule { Records = 3, Every = TimeSpan.FromHours(1) });
        sealing.Read(Record.Some(1)[0].Raw()).Tick(Noon);
        foreach (var record in Record.Some(7, from: 1)) sealing.Read(record.Raw()).Tick(Noon + TimeSpan.FromSeconds(1));
        Assert.Equal([(0, 0), (1, 3), (4, 6)], sealing.Seals.Select(s => ((int)s.FirstOffset, (int)s.LastOffset)));
        Assert.Equal(1, sealing.Decider.Unsealed);
    }

    [Fact]
    public void What_is_not_full_is_sealed_when_the_last_seal_is_old()
    {
        var sealing = new Sealing(new SealRule { Records = 100, Every = TimeSpan.FromSeconds(5) });
        sealing.Read(new Record(0, "k", "v").Raw()).Tick(Noon);
        sealing.Read(new Record(1, "k", "v").Raw());
        Assert.Equal(Noon + TimeSpan.FromSeconds(5), sealing.Decider.Due);
        sealing.Tick(Noon + TimeSpan.FromSeconds(4.9)).Tick(Noon + TimeSpan.FromSeconds(5)).Tick(Noon + TimeSpan.FromSeconds(20));
        Assert.Equal([(0, 0, Noon), (1, 1, Noon + TimeSpan.FromSeconds(5))], sealing.Seals.Select(s => ((int)s.FirstOffset, (int)s.LastOffset, s.At)));
        Assert.Null(sealing.Decider.Due);
    }

    [Fact]
    public void A_busy_journal_does_not_keep_a_quiet_one_waiting()
    {
        var sealing = new Sealing(new SealRule { Records = 10, Every = TimeSpan.FromSeconds(5) });
        sealing.Read(new Record(0, "k", "v").Raw("control")).Tick(Noon).Read(new Record(1, "k", "v").Raw("control"));
        var busy = Record.Some(100);
        for (var i = 0; i < busy.Count; i++) sealing.Read(busy[i].Raw()).Tick(Noon + TimeSpan.FromMilliseconds(100 * i));
        Assert.Equal(Noon + TimeSpan.FromSeconds(5), sealing.Seals.Last(s => s.Journal == "control").At);
        Assert.True(sealing.Seals.Count(s => s.Journal == "orders") >= 9);
    }

    [Fact]
    public void Journals_and_partitions_have_chains_of_their_own()
    {
        var record = new Record(0, "k", "v").Raw();
        var sealing = new Sealing(new SealRule { Records = 1 });
        foreach (var (journal, partition) in new[] { ("orders", 0), ("orders", 1), ("risk", 0) }) sealing.Read(record with { Journal = journal, Partition = partition });
        sealing.Tick(Noon);
        Assert.Equal(3, sealing.Seals.Select(s => s.Hash).Distinct().Count());
    }

    [Fact]
    public void A_state_that_was_saved_goes_on_to_the_same_seals()
    {
        var records = Record.Some(100);
        for (var cut = 0; cut <= 100; cut += 9)
        {
            var (whole, half) = (new Sealing(new SealRule { Records = 7 }), new Sealing(new SealRule { Records = 7 }));
            foreach (var record in records.Take(cut)) half.Read(record.Raw()).Tick(Noon);
            var state = new StateWriter();
            half.Decider.Save(state);
            var resumed = new Sealing(new SealRule { Records = 7 }) { Now = Noon };
            var reader = new StateReader(state.Written);
            resumed.Decider.Load(ref reader);
            Assert.True(reader.IsAtEnd);
            foreach (var record in records) whole.Read(record.Raw()).Tick(Noon);
            foreach (var record in records.Skip(cut)) resumed.Read(record.Raw()).Tick(Noon);
            Assert.Equal(whole.Seals, half.Seals.Concat(resumed.Seals));
        }
    }

    /// <summary>Over the shard that all services have: what was said, and where the records lie, is all that a replay has.</summary>
    [Fact]
    public void A_replay_of_its_journal_is_in_the_same_state_at_any_time()
    {
        var log = new SealLog();
        var records = new RawLog(Record.Some(1000).Select(r => r.Raw()), Record.Some(40).Select(r => r.Raw("risk")));
        var (live, decider, feeds) = Shard(log, records);
        while (live.Follow()) { }
        live.Claim(Noon);
        while (live.Phase != ShardPhase.Owning) live.Follow();
        var random = new Random(3);
        var (clock, compared) = (Noon, 0);
        for (var quiet = 0; quiet < 50;)
        {
            clock += TimeSpan.FromMilliseconds(random.Next(200));
            quiet = live.Take(feeds[random.Next(2)]) ? 0 : quiet + 1;
            if (random.Next(3) > 0) live.Tick(clock);
            if (random.Next(20) > 0) continue;
            live.Progress();
            Compare(live, log, records);
            compared++;
        }
        live.Tick(clock + TimeSpan.FromMinutes(1));
        Compare(live, log, records);
        Assert.Equal(0, decider.Unsealed);
        Assert.InRange(compared, 20, 200);
        Assert.Contains(log.Entries, e => e is { Kind: EntryKind.Input, Events.Count: 1 });
        Assert.Contains(log.Entries, e => e is { Kind: EntryKind.Request, Events.Count: 2 });
    }

    private static void Compare(Shard<ComplianceEvent> live, SealLog log, RawLog records)
    {
        var (replay, _, _) = Shard(log, records);
        while (replay.Follow()) { }
        Assert.Equal(live.StateHash(), replay.StateHash());
    }

    [Fact]
    public void A_record_from_the_far_future_does_not_stop_the_clock()
    {
        var log = new SealLog();
        var (shard, _, feeds) = Shard(log, new RawLog([(new Record(0, "k", "v") { Time = 250_000_000_000_000 }).Raw(), new Record(1, "k", "v").Raw()], []));
        shard.Claim(Noon);
        while (shard.Phase != ShardPhase.Owning) shard.Follow();
        shard.Take(feeds[0]);
        shard.Tick(Noon);
        shard.Take(feeds[0]);
        shard.Tick(Noon + TimeSpan.FromSeconds(6));
        Assert.Equal(2, log.Entries.Sum(e => e.Events.Count));
    }

    private static (Shard<ComplianceEvent> Shard, ComplianceDecider Decider, RawFeed<ComplianceEvent>[] Feeds) Shard(SealLog log, RawLog records)
    {
        var decider = new ComplianceDecider(new SealRule { Records = 20 });
        RawFeed<ComplianceEvent>[] feeds = [new("orders", 0, records.Of(0), decider), new("risk", 0, records.Of(1), decider)];
        return (new Shard<ComplianceEvent>(decider, feeds, log, "test", _ => { }), decider, feeds);
    }

    private sealed class SealLog : IJournal<ComplianceEvent>
    {
        public List<Entry<ComplianceEvent>> Entries { get; } = [];

        public void Append(Entry<ComplianceEvent> entry) => Entries.Add(entry);

        public bool TryRead(long offset, out Entry<ComplianceEvent> entry) => (entry = offset < Entries.Count ? Entries[(int)offset] : null!) is not null;
    }

    private sealed class RawLog(params IEnumerable<RawRecord>[] partitions)
    {
        private readonly RawRecord[][] partitions = [.. partitions.Select(p => p.ToArray())];

        public IRawReader Of(int partition) => new Reader(partitions[partition]);

        private sealed class Reader(RawRecord[] records) : IRawReader
        {
            public bool TryRead(long offset, out RawRecord record)
            {
                var there = offset < records.Length;
                record = there ? records[offset] : default;
                return there;
            }
        }
    }
}
