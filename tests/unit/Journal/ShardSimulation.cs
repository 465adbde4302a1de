using Noderr.Domain.Numbers;
using Noderr.Journal.Entries;
using Noderr.Journal.Shards;

namespace Noderr.Tests.Unit.Journal;

/// <summary>
/// Several instances that all believe the same shard is theirs, over a log in memory, driven by one seeded scheduler: it pauses and
/// crashes them, holds back what they send, loses it or its acknowledgement, and lets what a dead instance sent arrive late.
/// </summary>
internal sealed class ShardSimulation
{
    private readonly Random random;
    private readonly bool brokenFence;
    private readonly MemoryJournal<Said> log = new();
    private readonly MemoryJournal<long>[] inputs = [new(), new()];
    private readonly List<Instance> instances = [];
    private readonly List<Entry<Said>> released = [];
    private readonly Queue<Entry<Said>> orphans = new();
    private (long Position, byte[] State)? snapshot;
    private long clock = 1, nextInput = 1, lives;

    public ShardSimulation(int seed, bool brokenFence = false)
    {
        (random, this.brokenFence) = (new Random(seed), brokenFence);
        for (var i = 0; i < inputs.Length; i++) inputs[i].Write(new Entry<long>(EntryKind.Lease, 1, 0, new Timestamp(0)));
        for (var i = 0; i < 3; i++) instances.Add(Start());
    }

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++) Step();
        Settle();
    }

    /// <summary>What is wrong with the journal, or null.</summary>
    public string? Verdict()
    {
        var counted = Counted();
        var counts = counted.ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var outOfPlace = counted.Where(e => e.Kind != EntryKind.Lease).Select((e, i) => (e, i)).FirstOrDefault(x => x.e.Sequence != x.i + 1).e;
        if (outOfPlace is not null) return $"decision {outOfPlace.Sequence} is out of place";
        if (released.FirstOrDefault(e => !counts.Contains(e)) is { } stray)
            return $"the effect of decision {stray.Sequence} of epoch {stray.Epoch} was let go, and readers drop it";
        if (released.ToHashSet<object>(ReferenceEqualityComparer.Instance).Count != released.Count) return "an effect was let go twice";
        return Redecide(counted);
    }

    /// <summary>Whether anything happened at all: entries that count, leases, entries that are dropped, effects.</summary>
    public (int Counted, int Leases, int Dropped, int Released) Activity => Counted() is var c ? (c.Count, c.Count(e => e.Kind == EntryKind.Lease), log.Entries.Count - c.Count, released.Count) : default;

    private List<Entry<Said>> Counted()
    {
        var filter = new LeaseFilter();
        return [.. log.Entries.Where(e => filter.Counts(e))];
    }

    /// <summary>A decider that never crashed, given the inputs in the order on record, says the same, and nothing is left out.</summary>
    private string? Redecide(List<Entry<Said>> counted)
    {
        var adder = new Adder();
        var model = new Model(adder, inputs);
        foreach (var entry in counted)
            if (model.Check(entry) is { } problem) return problem;
        var replayed = new Instance(this, "replay");
        while (replayed.Shard.Follow()) { }
        if (replayed.Shard.StateHash() != model.StateHash()) return "a replay ends in another state";
        return model.LeftOver();
    }

    private void Step()
    {
        clock += random.Next(3);
        var who = instances[random.Next(instances.Count)];
        switch (random.Next(100))
        {
            case < 12: Produce(); break;
            case < 14: who.PausedUntil = clock + random.Next(200); break;
            case < 15: Crash(who); break;
            case < 35: Deliver(who); break;
            case < 45: who.TakeAck(); break;
            case < 47 when orphans.TryDequeue(out var late): log.Write(late); break;
            default:
                if (clock >= who.PausedUntil) who.Act(random, clock);
                break;
        }
    }

    private void Produce()
    {
        var to = inputs[random.Next(inputs.Length)];
        var ticks = Enumerable.Range(0, random.Next(1, 4)).Select(_ => nextInput++).ToArray();
        var sequence = to.Entries.Last(e => e.Epoch == 1).Sequence + 1;
        // A zombie of the service upstream: everybody drops it.
        if (random.Next(8) == 0) to.Write(new Entry<long>(EntryKind.Input, 0, sequence, new Timestamp(clock)) { Events = [-1] });
        to.Write(new Entry<long>(EntryKind.Input, 1, sequence, new Timestamp(clock - random.Next(5))) { Events = ticks });
    }

    /// <summary>The oldest of what an instance sent arrives, or is lost: then all that it sent behind it fares as it may.</summary>
    private void Deliver(Instance from)
    {
        if (!from.Sent.TryDequeue(out var entry)) return;
        var fate = random.Next(40);
        if (fate == 0)
        {
            from.Outcomes.Enqueue((entry, -1));
            return;
        }
        var offset = log.Write(entry);
        from.Outcomes.Enqueue((entry, fate == 1 ? -1 : offset));
    }

    private void Crash(Instance who)
    {
        // What was on its way may still arrive, later, or may not.
        foreach (var entry in who.Sent.Take(random.Next(who.Sent.Count + 1))) orphans.Enqueue(entry);
        instances[instances.IndexOf(who)] = Start();
    }

    private Instance Start() => new(this, $"life {++lives}");

    /// <summary>No more faults: one instance remains and comes to the end.</summary>
    private void Settle()
    {
        while (orphans.TryDequeue(out var late)) log.Write(late);
        foreach (var instance in instances)
            while (instance.Sent.TryDequeue(out var entry)) log.Write(entry);
        instances.Clear();
        var last = Start();
        for (var quiet = 0; quiet < 20;)
        {
            quiet = last.Advance(new Timestamp(clock)) ? 0 : quiet + 1;
            while (last.Sent.TryDequeue(out var entry)) last.Outcomes.Enqueue((entry, log.Write(entry)));
            while (last.Outcomes.Count > 0) last.TakeAck();
        }
        last.Shard.Progress();
        while (last.Sent.TryDequeue(out var entry)) log.Write(entry);
    }

    /// <summary>One life of one instance: when its shard is lost it starts anew, as a process would.</summary>
    private sealed class Instance : IJournal<Said>
    {
        private readonly ShardSimulation world;
        private readonly string name;
        private readonly List<Feed<Said>> feeds = [];
        private int restarts;
        private long fakeOffset = -1;
        private (Entry<Said> Upto, byte[] State)? captured;

        public Instance(ShardSimulation world, string name)
        {
            (this.world, this.name) = (world, name);
            Shard = Fresh();
        }

        public Shard<Said> Shard { get; private set; }
        public Adder Decider { get; private set; } = new();
        public Queue<Entry<Said>> Sent { get; } = new();
        public Queue<(Entry<Said> Entry, long Offset)> Outcomes { get; } = new();
        public long PausedUntil { get; set; }

        public bool TryRead(long offset, out Entry<Said> entry) => world.log.TryRead(offset, out entry);

        public void Append(Entry<Said> entry) => Sent.Enqueue(entry);

        public void Act(Random random, long clock)
        {
            var now = new Timestamp(clock);
            switch (Shard.Phase)
            {
                case ShardPhase.Lost:
                    Shard = Fresh();
                    break;
                case ShardPhase.Following:
                    if (!Shard.Follow() && random.Next(4) == 0) Shard.Claim(now);
                    break;
                case ShardPhase.Claiming:
                    Shard.Follow();
                    break;
                default:
                    if (random.Next(10) == 0) Shard.Ask(Decider, new Nudge(random.Next(100)), now);
                    else if (random.Next(20) == 0) Shard.Tick(now);
                    else if (random.Next(30) == 0) Shard.Progress();
                    else if (random.Next(30) == 0 && !world.brokenFence) captured ??= Shard.Capture();
                    else Shard.Take(feeds[random.Next(feeds.Count)]);
                    break;
            }
        }

        /// <summary>Takes the shard and then all inputs that are there; false when nothing is left.</summary>
        public bool Advance(Timestamp now)
        {
            if (Shard.Phase == ShardPhase.Owning) return feeds.Any(f => Shard.Take(f));
            if (Shard.Phase == ShardPhase.Lost) Shard = Fresh();
            else if (!Shard.Follow()) Shard.Claim(now);
            return true;
        }

        public void TakeAck()
        {
            if (!Outcomes.TryDequeue(out var outcome)) return;
            var (entry, offset) = outcome;
            if (offset < 0) Shard.Failed(entry);
            else if (world.brokenFence && Shard.Phase == ShardPhase.Owning && entry.Kind != EntryKind.Lease) Shard.Acknowledged(entry, fakeOffset = Math.Max(fakeOffset + 1, Shard.Position));
            else Shard.Acknowledged(entry, offset);
            if (Shard.Phase != ShardPhase.Owning || captured is not { } capture || !ReferenceEquals(capture.Upto, entry)) return;
            world.snapshot = (offset + 1, capture.State);
            captured = null;
        }

        private Shard<Said> Fresh()
        {
            feeds.Clear();
            Sent.Clear();
            Outcomes.Clear();
            (fakeOffset, captured) = (-1, null);
            Decider = new Adder();
            for (var i = 0; i < world.inputs.Length; i++) feeds.Add(new Feed<long, Said>("in", i, world.inputs[i], Decider));
            var shard = new Shard<Said>(Decider, feeds, this, $"{name}.{++restarts}", world.released.Add);
            // The replay that judges in the end reads all there is.
            if (name != "replay" && world.snapshot is { } newest && world.random.Next(2) == 0) shard.Restore(newest.Position, newest.State);
            return shard;
        }
    }
}
