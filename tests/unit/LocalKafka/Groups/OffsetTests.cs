using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Groups;

public class OffsetTests
{
    private const int Day = 24 * 3600 * 1000;
    private readonly GroupBench bench = new();

    [Fact]
    public async Task A_member_commits_for_its_generation_and_no_other()
    {
        var me = (await bench.Form(1))[0];
        Assert.Equal(ErrorCode.None, (await bench.Commit(5, me))[0]);
        Assert.Equal((5, ErrorCode.None), bench.Committed());
        Assert.Equal(ErrorCode.IllegalGeneration, (await bench.Commit(6, me with { Generation = 9 }))[0]);
        Assert.Equal(ErrorCode.UnknownMemberId, (await bench.Commit(6, me with { MemberId = "nobody" }))[0]);
        Assert.Equal(ErrorCode.UnknownMemberId, (await bench.Commit(6))[0]);
        Assert.Equal((5, ErrorCode.None), bench.Committed());
    }

    [Fact]
    public async Task A_commit_is_a_sign_of_life()
    {
        var me = (await bench.Form(1))[0];
        bench.Advance(6000);
        await bench.Commit(5, me);
        bench.Advance(6000);
        Assert.Equal(ErrorCode.None, bench.Heartbeat(me));
    }

    [Fact]
    public async Task While_others_join_a_member_may_still_commit_but_not_once_the_generation_is_over()
    {
        var me = (await bench.Form(1))[0];
        var second = bench.Join();
        Assert.Equal(ErrorCode.None, (await bench.Commit(5, me))[0]);
        var again = await bench.Join(me.MemberId);
        Assert.Equal(ErrorCode.IllegalGeneration, (await bench.Commit(6, me))[0]);
        Assert.Equal(ErrorCode.RebalanceInProgress, (await bench.Commit(6, again))[0]);
        await second;
    }

    [Fact]
    public async Task A_group_without_members_is_made_by_its_first_commit()
    {
        Assert.Equal(ErrorCode.IllegalGeneration, (await bench.Commit(5, new JoinReply(ErrorCode.None, "m") { Generation = 1 }))[0]);
        Assert.Equal(ErrorCode.None, (await bench.Commit(5))[0]);
        Assert.Equal(GroupState.Empty, bench.State);
        Assert.Equal((5, ErrorCode.None), bench.Committed());
    }

    [Fact]
    public async Task Each_partition_has_its_own_answer()
    {
        var errors = await bench.Groups.Commit(GroupBench.Id, new(""), -1,
        [
            new(new("trades", 0), 1, 0, new string('x', 4096)),
            new(new("trades", 1), 1, 0, new string('x', 4097)),
            new(new("unknown", 0), 1, 0, null),
        ]);
        Assert.Equal([ErrorCode.None, ErrorCode.OffsetMetadataTooLarge, ErrorCode.UnknownTopicOrPartition], errors);
        Assert.Equal(1, bench.Committed().Offset);
        Assert.Equal(-1, bench.Committed(partition: 1).Offset);
    }

    [Fact]
    public async Task What_was_never_committed_is_minus_one_and_no_error()
    {
        Assert.Equal((-1, ErrorCode.None), bench.Committed());
        await bench.Commit(5);
        Assert.Equal((-1, ErrorCode.None), bench.Committed(partition: 3));
        Assert.Equal([new TopicPartition("trades", 0)], bench.Groups.Fetch(GroupBench.Id, null, true).Select(f => f.Partition));
        Assert.Empty(bench.Groups.Fetch("nobody", null, true));
    }

    [Fact]
    public async Task Offsets_of_an_empty_group_go_after_the_retention_and_the_group_with_them()
    {
        var me = (await bench.Form(1))[0];
        await bench.Commit(5, me);
        for (var day = 0; day < 8; day++)
        {
            bench.Clock.Advance(TimeSpan.FromDays(1));
            bench.Heartbeat(me);
            bench.Groups.Tick();
        }
        Assert.Equal(5, bench.Committed().Offset);
        bench.Leave(me);
        // The last commit is older than the retention; the group's emptiness isn't.
        bench.Advance(6 * Day);
        Assert.Equal(5, bench.Committed().Offset);
        bench.Advance(Day + 600_000);
        Assert.Equal((-1, GroupState.Dead), (bench.Committed().Offset, bench.State));
        bench.Restart();
        Assert.Equal((-1, GroupState.Dead), (bench.Committed().Offset, bench.State));
    }

    [Fact]
    public async Task For_a_group_that_never_had_members_the_time_runs_from_the_commit()
    {
        await bench.Commit(5);
        bench.Advance(4 * Day);
        await bench.Commit(6, partition: 1);
        bench.Advance(4 * Day);
        Assert.Equal((-1, 6), (bench.Committed().Offset, bench.Committed(partition: 1).Offset));
        bench.Advance(4 * Day);
        Assert.Equal(GroupState.Dead, bench.State);
    }

    [Fact]
    public async Task An_old_client_may_ask_for_a_time_of_its_own()
    {
        await bench.Commit(5, retention: Day);
        await bench.Commit(6, partition: 1);
        bench.Restart();
        bench.Advance(Day / 2);
        Assert.Equal((5, 6), (bench.Committed().Offset, bench.Committed(partition: 1).Offset));
        bench.Advance(Day);
        Assert.Equal((-1, 6), (bench.Committed().Offset, bench.Committed(partition: 1).Offset));
    }

    [Fact]
    public async Task Only_a_group_without_members_is_deleted()
    {
        var me = (await bench.Form(1))[0];
        await bench.Commit(5, me);
        Assert.Equal(ErrorCode.NonEmptyGroup, await bench.Groups.Delete(GroupBench.Id));
        bench.Leave(me);
        Assert.Equal(ErrorCode.None, await bench.Groups.Delete(GroupBench.Id));
        Assert.Equal(ErrorCode.GroupIdNotFound, await bench.Groups.Delete(GroupBench.Id));
        bench.Restart();
        Assert.Equal((-1, GroupState.Dead), (bench.Committed().Offset, bench.State));
    }

    [Fact]
    public async Task Offsets_of_a_topic_that_members_read_are_not_deleted()
    {
        // Version 0, one topic: trades.
        const string reads = "\0\0\0\0\0\u0001\0\u0006trades";
        var me = await bench.Join(metadata: reads);
        await bench.Sync(me);
        await bench.Commit(5, me);
        await bench.Commit(7, me, topic: "orders");
        var (error, errors) = await bench.Groups.DeleteOffsets(GroupBench.Id, [new("trades", 0), new("orders", 0), new("unknown", 0)]);
        Assert.Equal(ErrorCode.None, error);
        Assert.Equal([ErrorCode.GroupSubscribedToTopic, ErrorCode.None, ErrorCode.UnknownTopicOrPartition], errors);
        Assert.Equal((5, -1), (bench.Committed().Offset, bench.Committed("orders").Offset));
        Assert.Equal(ErrorCode.GroupIdNotFound, (await bench.Groups.DeleteOffsets("nobody", [])).Error);
    }

    [Fact]
    public async Task Members_of_another_kind_keep_all_offsets()
    {
        await bench.Join(type: "connect");
        Assert.Equal(ErrorCode.NonEmptyGroup, (await bench.Groups.DeleteOffsets(GroupBench.Id, [new("trades", 0)])).Error);
    }

    [Fact]
    public async Task A_topic_that_is_deleted_takes_its_offsets_along()
    {
        await bench.Commit(5);
        await bench.Commit(7, topic: "orders");
        await bench.Groups.ForgetTopic("trades");
        bench.Restart();
        Assert.Equal((-1, 7), (bench.Committed().Offset, bench.Committed("orders").Offset));
    }

    [Fact]
    public async Task Groups_are_listed_with_state_and_type()
    {
        await bench.Commit(1, group: "simple");
        await bench.Form(1);
        Assert.Equal(
            [(GroupBench.Id, GroupState.Stable, "consumer"), ("simple", GroupState.Empty, "")],
            bench.Groups.List().Select(g => (g.GroupId, g.State, g.ProtocolType)).Order());
    }
}
