using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Groups;

public class StaticMemberTests
{
    private readonly GroupBench bench = new();

    private static string Instance(int i) => $"node-{i}";

    [Fact]
    public async Task A_new_process_takes_over_without_a_rebalance()
    {
        var members = await bench.Form(2, Instance);
        var i = members.FindIndex(m => m.Members.Count == 0);
        var back = await bench.Join(instance: Instance(i));
        Assert.Equal((ErrorCode.None, members[i].Generation, GroupState.Stable), (back.Error, back.Generation, bench.State));
        Assert.NotEqual(members[i].MemberId, back.MemberId);
        Assert.Equal("of " + members[i].MemberId, GroupBench.Text((await bench.Sync(back, Instance(i))).Assignment));
    }

    [Fact]
    public async Task The_old_process_is_fenced()
    {
        var old = (await bench.Form(1, Instance))[0];
        await bench.Join(instance: Instance(0));
        Assert.Equal(ErrorCode.FencedInstanceId, bench.Heartbeat(old, Instance(0)));
        Assert.Equal(ErrorCode.FencedInstanceId, (await bench.Sync(old, Instance(0))).Error);
        Assert.Equal(ErrorCode.FencedInstanceId, (await bench.Join(old.MemberId, Instance(0))).Error);
        Assert.Equal(ErrorCode.FencedInstanceId, bench.Groups.Leave(GroupBench.Id, [new(old.MemberId, Instance(0))])[0]);
        Assert.Equal(ErrorCode.FencedInstanceId, (await bench.Groups.Commit(
            GroupBench.Id, new(old.MemberId, Instance(0)), old.Generation, [new(new("trades", 0), 1, 0, "")]))[0]);
    }

    [Fact]
    public async Task Waits_of_the_old_process_end_fenced()
    {
        var members = await bench.Form(2, Instance);
        var waits = bench.Join(members[0].MemberId, Instance(0), metadata: "changed");
        var back = bench.Join(instance: Instance(0));
        Assert.Equal(ErrorCode.FencedInstanceId, (await waits).Error);
        await bench.Join(members[1].MemberId, Instance(1));
        Assert.Equal(ErrorCode.None, (await back).Error);
    }

    [Fact]
    public async Task A_leader_that_comes_back_keeps_the_assignments()
    {
        var members = await bench.Form(2, Instance);
        var i = members.FindIndex(m => m.Members.Count > 0);
        var back = await bench.Join(instance: Instance(i), canSkip: true);
        Assert.True(back.SkipAssignment);
        Assert.Equal((back.MemberId, 2), (back.Leader, back.Members.Count));
        // An older client isn't told that it leads, since it would assign again.
        var older = await bench.Join(instance: Instance(i));
        Assert.False(older.SkipAssignment);
        Assert.Empty(older.Members);
        Assert.NotEqual(older.MemberId, older.Leader);
        Assert.Equal("of " + members[i].MemberId, GroupBench.Text((await bench.Sync(older, Instance(i))).Assignment));
    }

    [Fact]
    public async Task Another_protocol_means_a_rebalance_also_for_a_static_member()
    {
        await bench.Form(1, Instance);
        var back = await bench.Join(instance: Instance(0), protocols: "sticky");
        Assert.Equal(("sticky", 2), (back.ProtocolName, back.Generation));
    }

    [Fact]
    public async Task One_that_is_away_during_a_rebalance_stays_until_its_session_ends()
    {
        var members = await bench.Form(2, Instance);
        var third = bench.Join(instance: Instance(2), rebalance: 6000);
        var first = bench.Join(members[0].MemberId, Instance(0), rebalance: 6000, session: 60_000);
        for (var i = 0; i < 6; i++)
        {
            Assert.False(third.IsCompleted);
            bench.Heartbeat(members[1], Instance(1));
            bench.Advance(5000);
        }
        Assert.Equal(3, (await first).Members.Count + (await third).Members.Count);
        Assert.Equal(3, bench.Groups.Describe(GroupBench.Id).Members.Count);
        bench.Advance(GroupBench.Session);
        Assert.DoesNotContain(bench.Groups.Describe(GroupBench.Id).Members, m => m.Identity.InstanceId == Instance(1));
    }

    [Fact]
    public async Task An_administrator_removes_one_by_its_instance_alone()
    {
        await bench.Form(1, Instance);
        Assert.Equal(ErrorCode.UnknownMemberId, bench.Groups.Leave(GroupBench.Id, [new("", "node-9")])[0]);
        Assert.Equal(ErrorCode.None, bench.Groups.Leave(GroupBench.Id, [new("", Instance(0))])[0]);
        Assert.Equal(GroupState.Empty, bench.State);
    }

    [Fact]
    public async Task An_instance_nobody_knows_with_an_id_is_unknown()
    {
        await bench.Form(1, Instance);
        Assert.Equal(ErrorCode.UnknownMemberId, (await bench.Join("made-up", "node-7")).Error);
    }

    [Fact]
    public async Task The_new_process_is_still_known_after_a_restart()
    {
        await bench.Form(2, Instance);
        var back = await bench.Join(instance: Instance(0));
        bench.Restart();
        Assert.Equal(ErrorCode.None, bench.Heartbeat(back, Instance(0)));
    }
}
