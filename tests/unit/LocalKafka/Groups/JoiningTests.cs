using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Groups;

public class JoiningTests
{
    private readonly GroupBench bench = new();

    [Fact]
    public async Task The_first_member_leads_at_once()
    {
        var me = await bench.Join();
        Assert.Equal((ErrorCode.None, 1, "range", me.MemberId), (me.Error, me.Generation, me.ProtocolName, me.Leader));
        Assert.Equal(me.MemberId, Assert.Single(me.Members).MemberId);
        var synced = await bench.Sync(me, null, (me.MemberId, "all"));
        Assert.Equal("all", GroupBench.Text(synced.Assignment));
        Assert.Equal(GroupState.Stable, bench.State);
    }

    [Fact]
    public async Task A_client_that_knows_of_it_gets_its_id_before_it_joins()
    {
        var told = await bench.Join(asksForId: true);
        Assert.Equal(ErrorCode.MemberIdRequired, told.Error);
        Assert.StartsWith("app-", told.MemberId);
        Assert.Equal(GroupState.Empty, bench.State);
        Assert.Equal(ErrorCode.None, (await bench.Join(told.MemberId, asksForId: true)).Error);
    }

    [Fact]
    public async Task An_id_that_isnt_used_within_a_session_is_forgotten()
    {
        var told = await bench.Join(asksForId: true);
        bench.Advance(GroupBench.Session);
        Assert.Equal(ErrorCode.UnknownMemberId, (await bench.Join(told.MemberId, asksForId: true)).Error);
    }

    [Fact]
    public async Task A_rebalance_waits_for_those_that_were_given_an_id()
    {
        var first = (await bench.Form(1))[0];
        var told = await bench.Join(asksForId: true);
        var again = bench.Join(first.MemberId);
        Assert.False(again.IsCompleted);
        var second = bench.Join(told.MemberId, asksForId: true);
        Assert.Equal(2, (await again).Members.Count);
        Assert.Equal(2, (await second).Generation);
    }

    [Fact]
    public async Task A_new_member_makes_the_others_join_again_and_only_the_leader_sees_all()
    {
        var members = await bench.Form(3);
        Assert.All(members, m => Assert.Equal(3, m.Generation));
        Assert.Equal([3, 0, 0], members.Select(m => m.Members.Count).Order().Reverse());
        Assert.Single(members.Select(m => m.Leader).Distinct());
        foreach (var d in bench.Groups.Describe(GroupBench.Id).Members)
            Assert.Equal("of " + d.Identity.MemberId, GroupBench.Text(d.Assignment));
    }

    [Fact]
    public async Task While_members_join_heartbeats_tell_the_others_to()
    {
        var members = await bench.Form(2);
        var third = bench.Join();
        Assert.Equal(GroupState.PreparingRebalance, bench.State);
        Assert.All(members, m => Assert.Equal(ErrorCode.RebalanceInProgress, bench.Heartbeat(m)));
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Who_doesnt_join_again_in_time_is_out()
    {
        var members = await bench.Form(2);
        var third = bench.Join();
        var first = bench.Join(members[0].MemberId);
        for (var ms = 0; ms < GroupBench.Rebalance; ms += 5000)
        {
            Assert.False(third.IsCompleted);
            Assert.Equal(ErrorCode.RebalanceInProgress, bench.Heartbeat(members[1]));
            bench.Advance(5000);
        }
        Assert.Equal(2, (await first).Members.Count);
        Assert.Equal(ErrorCode.None, (await third).Error);
        Assert.Equal(ErrorCode.UnknownMemberId, bench.Heartbeat(members[1]));
    }

    [Fact]
    public async Task Without_heartbeats_a_session_ends_and_the_rest_share_anew()
    {
        var members = await bench.Form(2);
        bench.Advance(6000);
        Assert.Equal(ErrorCode.None, bench.Heartbeat(members[0]));
        bench.Advance(4000);
        Assert.Equal(ErrorCode.RebalanceInProgress, bench.Heartbeat(members[0]));
        var again = await bench.Join(members[0].MemberId);
        Assert.Equal(members[0].MemberId, Assert.Single(again.Members).MemberId);
    }

    [Fact]
    public async Task A_member_whose_join_waits_needs_no_heartbeats()
    {
        var members = await bench.Form(2);
        var third = bench.Join(session: 6000);
        for (var i = 0; i < 4; i++)
        {
            bench.Advance(5000);
            Assert.All(members, m => bench.Heartbeat(m));
        }
        Assert.False(third.IsCompleted);
        var again = await Task.WhenAll(members.Select(m => bench.Join(m.MemberId)));
        Assert.Equal(ErrorCode.None, (await third).Error);
        Assert.Equal(3, again.Max(a => a.Members.Count));
        bench.Advance(5999);
        Assert.Equal(ErrorCode.None, bench.Heartbeat(await third));
    }

    [Fact]
    public async Task Joining_again_unchanged_changes_nothing_but_for_the_leader()
    {
        var members = await bench.Form(2);
        var (leader, other) = members[0].Members.Count > 0 ? (members[0], members[1]) : (members[1], members[0]);
        var same = await bench.Join(other.MemberId);
        Assert.Equal((other.Generation, GroupState.Stable), (same.Generation, bench.State));
        var leaderAgain = bench.Join(leader.MemberId);
        Assert.Equal(GroupState.PreparingRebalance, bench.State);
        await bench.Join(other.MemberId);
        Assert.Equal(other.Generation + 1, (await leaderAgain).Generation);
    }

    [Fact]
    public async Task Changed_metadata_begins_another_generation_as_cooperative_members_need()
    {
        var members = await bench.Form(2);
        var changed = bench.Join(members[1].MemberId, metadata: "owns less");
        Assert.False(changed.IsCompleted);
        Assert.Equal(ErrorCode.RebalanceInProgress, bench.Heartbeat(members[0]));
        await bench.Join(members[0].MemberId);
        Assert.Equal(members[0].Generation + 1, (await changed).Generation);
    }

    [Fact]
    public async Task A_lost_join_answer_is_given_again_before_the_assignment_is_there()
    {
        var me = await bench.Join();
        var again = await bench.Join(me.MemberId);
        Assert.Equal((me.Generation, 1), (again.Generation, again.Members.Count));
        Assert.Equal(GroupState.CompletingRebalance, bench.State);
    }

    [Fact]
    public async Task A_change_while_assignments_are_awaited_sends_the_waiting_back_to_join()
    {
        var first = bench.Join();
        var lead = await first;
        var second = bench.Join();
        var again = await bench.Join(lead.MemberId);
        var follower = await second;
        var waiting = bench.Sync(follower);
        Assert.False(waiting.IsCompleted);
        var third = bench.Join();
        Assert.Equal(ErrorCode.RebalanceInProgress, (await waiting).Error);
        Assert.Equal(ErrorCode.RebalanceInProgress, (await bench.Sync(again)).Error);
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Members_that_never_fetch_their_assignment_are_removed()
    {
        var lead = await bench.Join();
        var second = bench.Join();
        lead = await bench.Join(lead.MemberId);
        var waiting = bench.Sync(await second);
        for (var ms = 0; ms < GroupBench.Rebalance; ms += 5000)
        {
            Assert.Equal(ErrorCode.None, bench.Heartbeat(lead));
            bench.Advance(5000);
        }
        Assert.Equal(ErrorCode.RebalanceInProgress, (await waiting).Error);
        Assert.Equal(ErrorCode.UnknownMemberId, bench.Heartbeat(lead));
        var alone = await bench.Join((await second).MemberId);
        Assert.Single(alone.Members);
    }

    [Fact]
    public async Task Wrong_generations_and_strangers_are_told_so()
    {
        var me = (await bench.Form(1))[0];
        Assert.Equal(ErrorCode.IllegalGeneration, bench.Heartbeat(me with { Generation = 7 }));
        Assert.Equal(ErrorCode.IllegalGeneration, (await bench.Sync(me with { Generation = 7 })).Error);
        Assert.Equal(ErrorCode.UnknownMemberId, bench.Heartbeat(me with { MemberId = "nobody" }));
        Assert.Equal(ErrorCode.UnknownMemberId, (await bench.Sync(me with { MemberId = "nobody" })).Error);
        Assert.Equal(ErrorCode.UnknownMemberId, (await bench.Join("nobody")).Error);
        Assert.Equal(ErrorCode.UnknownMemberId, bench.Leave(me with { MemberId = "nobody" }));
        Assert.Equal(ErrorCode.UnknownMemberId, (await bench.Join("nobody", group: "another")).Error);
    }

    [Theory]
    [InlineData(5999, ErrorCode.InvalidSessionTimeout), InlineData(6000, ErrorCode.None)]
    [InlineData(1_800_000, ErrorCode.None), InlineData(1_800_001, ErrorCode.InvalidSessionTimeout)]
    public async Task Sessions_have_bounds(int session, ErrorCode expected) =>
        Assert.Equal(expected, (await bench.Join(session: session)).Error);

    [Fact]
    public async Task A_group_has_a_name() => Assert.Equal(ErrorCode.InvalidGroupId, (await bench.Join(group: "")).Error);

    [Fact]
    public async Task Protocols_must_be_known_to_every_member()
    {
        await bench.Join(protocols: "range,sticky");
        // Each has one in common with some member, but none with all.
        _ = bench.Join(protocols: "sticky");
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, (await bench.Join(protocols: "range")).Error);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, (await bench.Join(protocols: "sticky", type: "connect")).Error);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, (await bench.Join(type: "", group: "other")).Error);
    }

    [Fact]
    public async Task The_protocol_most_members_like_best_is_chosen()
    {
        var first = await bench.Join(protocols: "range,sticky");
        var second = bench.Join(protocols: "sticky,range");
        var third = bench.Join(protocols: "sticky,range");
        var again = await bench.Join(first.MemberId, protocols: "range,sticky");
        Assert.Equal("sticky", again.ProtocolName);
        Assert.Equal("sticky", (await second).ProtocolName);
        Assert.Equal("sticky", (await third).ProtocolName);
    }

    [Fact]
    public async Task A_sync_in_another_protocol_is_inconsistent()
    {
        var me = await bench.Join();
        var none = new Dictionary<string, ReadOnlyMemory<byte>>();
        var attempt = new SyncAttempt(new MemberIdentity(me.MemberId), me.Generation, "connect", "range", none);
        var reply = await bench.Groups.Sync(GroupBench.Id, attempt, TestContext.Current.CancellationToken);
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, reply.Error);
    }

    [Fact]
    public async Task A_full_group_takes_no_more_but_lets_its_own_join_again()
    {
        var full = new GroupBench(new GroupSettings { MaxSize = 1 });
        var me = (await full.Form(1))[0];
        Assert.Equal(ErrorCode.GroupMaxSizeReached, (await full.Join()).Error);
        Assert.Equal(ErrorCode.None, (await full.Join(me.MemberId)).Error);
    }

    [Fact]
    public async Task The_first_rebalance_waits_for_more_members_where_that_is_set()
    {
        var slow = new GroupBench(new GroupSettings { InitialRebalanceDelay = TimeSpan.FromSeconds(3) });
        var first = slow.Join();
        slow.Advance(2000);
        var second = slow.Join();
        slow.Advance(1000);
        // One came meanwhile: another three seconds.
        Assert.False(first.IsCompleted);
        slow.Advance(3000);
        Assert.Equal(2, (await first).Members.Count + (await second).Members.Count);
        Assert.Equal(1, (await second).Generation);
    }

    [Fact]
    public async Task Leaving_is_final_and_the_last_one_leaves_an_empty_group()
    {
        var members = await bench.Form(2);
        Assert.Equal(ErrorCode.None, bench.Leave(members[1]));
        Assert.Equal(ErrorCode.UnknownMemberId, bench.Heartbeat(members[1]));
        Assert.Equal(ErrorCode.RebalanceInProgress, bench.Heartbeat(members[0]));
        Assert.Equal(ErrorCode.None, bench.Leave(members[0]));
        Assert.Equal(GroupState.Empty, bench.State);
        Assert.Equal(4, (await bench.Join()).Generation);
    }

    [Fact]
    public async Task Several_leave_at_once_each_with_its_own_answer()
    {
        var members = await bench.Form(2);
        var errors = bench.Groups.Leave(GroupBench.Id, [new(members[0].MemberId), new("nobody"), new(members[1].MemberId)]);
        Assert.Equal([ErrorCode.None, ErrorCode.UnknownMemberId, ErrorCode.None], errors);
        Assert.Equal(GroupState.Empty, bench.State);
    }

    [Fact]
    public async Task A_closed_connection_ends_its_wait_and_harms_nobody()
    {
        var members = await bench.Form(2);
        using var closed = new CancellationTokenSource();
        var gone = bench.JoinOver(closed.Token);
        closed.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        var again = await Task.WhenAll(members.Select(m => bench.Join(m.MemberId)));
        Assert.Equal(3, again.Max(a => a.Members.Count));
        Assert.All(again, a => Assert.Equal(ErrorCode.None, a.Error));
        // Nobody speaks for the third any more.
        var lead = again.Single(a => a.Members.Count > 0);
        await Task.WhenAll(again.Select(a => bench.Sync(a, null, a == lead ? [(a.MemberId, "x")] : [])));
        bench.Advance(5000);
        Assert.All(again, a => Assert.Equal(ErrorCode.None, bench.Heartbeat(a)));
        bench.Advance(5000);
        Assert.All(again, a => Assert.Equal(ErrorCode.RebalanceInProgress, bench.Heartbeat(a)));
    }

    [Fact]
    public async Task A_second_join_of_the_same_member_answers_the_first()
    {
        var members = await bench.Form(2);
        var waits = bench.Join(members[0].MemberId, metadata: "a");
        var retried = bench.Join(members[0].MemberId, metadata: "a");
        Assert.Equal(ErrorCode.RebalanceInProgress, (await waits).Error);
        await bench.Join(members[1].MemberId);
        Assert.Equal(ErrorCode.None, (await retried).Error);
    }

    [Fact]
    public async Task Answers_wait_until_the_disk_has_the_assignment()
    {
        var me = await bench.Join();
        var disk = new TaskCompletionSource();
        bench.Log.Disk = disk.Task;
        var sync = bench.Sync(me, null, (me.MemberId, "all"));
        Assert.False(sync.IsCompleted);
        disk.SetResult();
        Assert.Equal("all", GroupBench.Text((await sync).Assignment));
    }

    [Fact]
    public async Task Without_a_disk_the_coordinator_isnt_available_until_it_is_back()
    {
        var me = await bench.Join();
        bench.Log.Broken = true;
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, (await bench.Sync(me, null, (me.MemberId, "all"))).Error);
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, (await bench.Commit(5, me))[0]);
        bench.Log.Broken = false;
        Assert.Equal(-1, bench.Committed().Offset);
        Assert.Equal("all", GroupBench.Text((await bench.Sync(me)).Assignment));
        bench.Restart();
        Assert.Equal(GroupState.Stable, bench.State);
    }
}
