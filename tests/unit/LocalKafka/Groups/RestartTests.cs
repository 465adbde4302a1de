using CsCheck;
using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Groups;

public class RestartTests
{
    private readonly GroupBench bench = new();

    [Fact]
    public async Task A_stable_group_goes_on_with_fresh_sessions()
    {
        var members = await bench.Form(2);
        bench.Advance(9000);
        bench.Restart();
        bench.Advance(9000);
        Assert.Equal(GroupState.Stable, bench.State);
        Assert.All(members, m => Assert.Equal(ErrorCode.None, bench.Heartbeat(m)));
        Assert.Equal("of " + members[1].MemberId, GroupBench.Text((await bench.Sync(members[1])).Assignment));
        bench.Advance(10_000);
        Assert.NotEqual(GroupState.Stable, bench.State);
    }

    [Fact]
    public async Task A_rebalance_that_was_going_on_goes_on()
    {
        var members = await bench.Form(3);
        bench.Leave(members[2]);
        bench.Restart();
        Assert.Equal(GroupState.PreparingRebalance, bench.State);
        var again = await Task.WhenAll(members.Take(2).Select(m => bench.Join(m.MemberId)));
        Assert.Equal(2, again.Max(a => a.Members.Count));
        Assert.All(again, a => Assert.True(a.Generation > members[0].Generation));
    }

    [Fact]
    public async Task A_generation_that_was_being_formed_is_not_used_twice()
    {
        var first = (await bench.Form(1))[0];
        var second = bench.Join();
        var told = await bench.Join(first.MemberId);
        var other = await second;
        bench.Restart();
        Assert.Equal(ErrorCode.RebalanceInProgress, (await bench.Sync(told)).Error);
        var again = await Task.WhenAll(bench.Join(first.MemberId), bench.Join(other.MemberId));
        Assert.All(again, a => Assert.True(a.Generation > told.Generation));
    }

    [Fact]
    public async Task An_empty_group_keeps_its_generation()
    {
        var me = (await bench.Form(1))[0];
        bench.Leave(me);
        bench.Restart();
        Assert.Equal(GroupState.Empty, bench.State);
        Assert.Equal(3, (await bench.Join()).Generation);
    }

    [Fact]
    public void Records_of_other_kinds_are_passed_over()
    {
        bench.Groups.Replay(new CoordinatorRecord(0, 0, -1, false, null, new byte[] { 0, 9, 1, 2, 3 }, new byte[] { 1 }));
        bench.Groups.Loaded();
        Assert.Empty(bench.Groups.List());
    }

    private enum Act
    {
        Join, JoinStatic, Sync, Leave, Commit, CommitSimple, CommitInTransaction, EndTransaction, DeleteOffsets, DeleteGroup, Tick, Compact,
    }

    private static readonly Gen<(Act Act, int A, int B)[]> Histories =
        Gen.Select(Gen.Int[0, 11].Select(i => (Act)i), Gen.Int[0, 5], Gen.Int[0, 5]).Array[1, 60];

    /// <summary>Whatever happened, the log tells it: the coordinator that reads it knows what the one that wrote it knew.</summary>
    [Fact]
    public void After_any_history_the_log_tells_the_same_offsets_and_members() => Histories.Sample(history =>
    {
        var b = new GroupBench();
        var joins = new List<Task<JoinReply>>();
        foreach (var (act, x, y) in history) Do(b, joins, act, x, y);
        Settle(joins);
        var before = Snapshot(b);
        var state = b.State;
        b.Restart();
        Assert.Equal(before, Snapshot(b));
        if (state is GroupState.Stable or GroupState.Dead) Assert.Equal(state, b.State);
        if (state is GroupState.CompletingRebalance) Assert.NotEqual(GroupState.Stable, b.State);
    }, iter: 300);

    private static void Settle(List<Task<JoinReply>> joins)
    {
        // Nothing runs beside the test, but answers of those that waited come on other threads.
        Task.WhenAny(Task.WhenAll(joins), Task.Delay(1)).Wait();
    }

    private static void Do(GroupBench b, List<Task<JoinReply>> joins, Act act, int x, int y)
    {
        var members = b.Groups.Describe(GroupBench.Id).Members;
        var known = members.Count > 0 ? members[x % members.Count].Identity : new MemberIdentity("");
        var me = Answered(joins).LastOrDefault(r => r.MemberId == known.MemberId);
        switch (act)
        {
            case Act.Join:
                joins.Add(b.Join(y < 3 ? known.MemberId : "", y < 3 ? known.InstanceId : null, metadata: $"m{y}"));
                break;
            case Act.JoinStatic: joins.Add(b.Join("", $"node-{x % 2}")); break;
            case Act.Sync when me is not null:
                _ = b.Sync(me, known.InstanceId, [.. members.Select(m => (m.Identity.MemberId, $"a{y}"))]);
                break;
            case Act.Leave: b.Groups.Leave(GroupBench.Id, [known]); break;
            case Act.Commit: _ = b.Commit(y, me, partition: x % 2); break;
            case Act.CommitSimple: _ = b.Commit(y, partition: x % 2); break;
            case Act.CommitInTransaction: _ = b.CommitInTransaction(x % 3, y, partition: y % 2); break;
            case Act.EndTransaction: b.EndTransaction(x % 3, y % 2 == 0); break;
            case Act.DeleteOffsets: _ = b.Groups.DeleteOffsets(GroupBench.Id, [new("trades", x % 2)]).AsTask(); break;
            case Act.DeleteGroup when y == 0: _ = b.Groups.Delete(GroupBench.Id).AsTask(); break;
            case Act.Tick: b.Advance(y * 3000); break;
            case Act.Compact: b.Log.Compact(); break;
        }
    }

    private static IEnumerable<JoinReply> Answered(List<Task<JoinReply>> joins) =>
        joins.Where(j => j.IsCompletedSuccessfully).Select(j => j.Result);

    private static string Snapshot(GroupBench b)
    {
        var group = b.Groups.Describe(GroupBench.Id);
        List<TopicPartition> all = [new("trades", 0), new("trades", 1)];
        var offsets = b.Groups.Fetch(GroupBench.Id, all, false).Concat(b.Groups.Fetch(GroupBench.Id, all, true))
            .Select(f => $"{f.Partition} {f.Offset?.Offset} {f.Error}");
        var stable = group.State == GroupState.Stable ? group.Members : [];
        var members = stable.Select(m => $"{m.Identity} {GroupBench.Text(m.Metadata)} {GroupBench.Text(m.Assignment)}").Order();
        return $"{string.Join('\n', offsets)}\n{group.ProtocolName}\n{string.Join('\n', members)}";
    }
}
