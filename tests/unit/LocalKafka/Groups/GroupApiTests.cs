using System.Net;
using System.Text;
using Noderr.LocalKafka.Apis;
using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Network;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Groups;

/// <summary>The answers of the group APIs survive encoding in every version, and say what the version allows.</summary>
public class GroupApiTests
{
    private static readonly Listener Front = new("front", new IPEndPoint(IPAddress.Loopback, 0), false, false, "broker.local", 9092);
    private readonly GroupBench bench = new();

    public static TheoryData<short> JoinVersions => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory, MemberData(nameof(JoinVersions))]
    public async Task A_member_joins_syncs_beats_and_leaves_in_every_version(short version)
    {
        var join = new JoinGroupRequest
        {
            GroupId = GroupBench.Id,
            SessionTimeoutMs = 10_000,
            RebalanceTimeoutMs = version >= 1 ? 30_000 : -1,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range", Metadata = Encoding.UTF8.GetBytes("m") }],
        };
        var joined = await Ask<JoinGroupResponse>(new JoinGroup(bench.Groups), join, version);
        if (version >= 4)
        {
            Assert.Equal(ErrorCode.MemberIdRequired, joined.ErrorCode);
            join.MemberId = joined.MemberId;
            joined = await Ask<JoinGroupResponse>(new JoinGroup(bench.Groups), join, version);
        }
        Assert.Equal(
            (ErrorCode.None, 1, "range", joined.MemberId), (joined.ErrorCode, joined.GenerationId, joined.ProtocolName, joined.Leader));
        Assert.Equal(version >= 7 ? "consumer" : null, joined.ProtocolType);

        var synced = await Ask<SyncGroupResponse>(new SyncGroup(bench.Groups), new SyncGroupRequest
        {
            GroupId = GroupBench.Id,
            GenerationId = 1,
            MemberId = joined.MemberId,
            ProtocolType = version >= 5 ? "consumer" : null,
            ProtocolName = version >= 5 ? "range" : null,
            Assignments = [new() { MemberId = joined.MemberId, Assignment = Encoding.UTF8.GetBytes("all") }],
        }, Math.Min(version, (short)5));
        Assert.Equal("all", GroupBench.Text(synced.Assignment));

        var beat = new HeartbeatRequest { GroupId = GroupBench.Id, GenerationId = 1, MemberId = joined.MemberId };
        var beaten = await Ask<HeartbeatResponse>(new Heartbeat(bench.Groups), beat, Math.Min(version, (short)4));
        Assert.Equal(ErrorCode.None, beaten.ErrorCode);

        var describe = new DescribeGroupsRequest { Groups = [GroupBench.Id, "nobody"] };
        var described = await Ask<DescribeGroupsResponse>(new DescribeGroups(bench.Groups), describe, Math.Min(version, (short)5));
        Assert.Equal(["Stable", "Dead"], described.Groups.Select(g => g.GroupState));

        var leave = new LeaveGroupRequest
        {
            GroupId = GroupBench.Id,
            MemberId = joined.MemberId,
            Members = [new() { MemberId = joined.MemberId }],
        };
        var left = await Ask<LeaveGroupResponse>(new LeaveGroup(bench.Groups), leave, Math.Min(version, (short)5));
        Assert.Equal((ErrorCode.None, version >= 3 ? 1 : 0), (left.ErrorCode, left.Members.Count));
        Assert.Equal(GroupState.Empty, bench.State);
    }

    [Fact]
    public async Task A_refused_join_has_a_protocol_name_where_null_is_not_allowed()
    {
        var join = new JoinGroupRequest { GroupId = GroupBench.Id, SessionTimeoutMs = 1 };
        Assert.Equal("", (await Ask<JoinGroupResponse>(new JoinGroup(bench.Groups), join, 6)).ProtocolName);
        Assert.Null((await Ask<JoinGroupResponse>(new JoinGroup(bench.Groups), join, 7)).ProtocolName);
    }

    [Theory, InlineData(2), InlineData(5), InlineData(7), InlineData(9)]
    public async Task Committed_offsets_are_fetched_in_old_and_new_versions(short version)
    {
        var commit = new OffsetCommitRequest
        {
            GroupId = GroupBench.Id,
            Topics =
            [
                new() { Name = "trades", Partitions = [new() { PartitionIndex = 0, CommittedOffset = 5, CommittedMetadata = "note" }] },
                new() { Name = "unknown", Partitions = [new() { PartitionIndex = 0, CommittedOffset = 5 }] },
            ],
        };
        var committed = await Ask<OffsetCommitResponse>(new OffsetCommit(bench.Groups), commit, version);
        Assert.Equal(
            [("trades", ErrorCode.None), ("unknown", ErrorCode.UnknownTopicOrPartition)],
            committed.Topics.Select(t => (t.Name, t.Partitions[0].ErrorCode)));

        var fetch = new OffsetFetchRequest
        {
            GroupId = GroupBench.Id,
            Topics = [new() { Name = "trades", PartitionIndexes = [0, 1] }],
            Groups =
            [
                new() { GroupId = GroupBench.Id, Topics = [new() { Name = "trades", PartitionIndexes = [0, 1] }] },
                new() { GroupId = "nobody" },
            ],
        };
        var fetched = await Ask<OffsetFetchResponse>(new OffsetFetch(bench.Groups), fetch, version);
        var offsets = version >= 8
            ? fetched.Groups[0].Topics[0].Partitions.Select(p => (p.PartitionIndex, p.CommittedOffset, p.Metadata, p.ErrorCode))
            : fetched.Topics[0].Partitions.Select(p => (p.PartitionIndex, p.CommittedOffset, p.Metadata, p.ErrorCode));
        Assert.Equal([(0, 5, "note", ErrorCode.None), (1, -1, "", ErrorCode.None)], offsets);
    }

    [Fact]
    public async Task The_word_on_a_transaction_is_asked_with_its_names()
    {
        var asked = "";
        var api = new TxnOffsetCommit(bench.Groups, (id, producer, epoch, group, commit) =>
        {
            asked = $"{id} {producer} {epoch} {group}";
            return commit(ErrorCode.InvalidTxnState);
        });
        var request = new TxnOffsetCommitRequest
        {
            TransactionalId = "settler",
            GroupId = GroupBench.Id,
            ProducerId = 7,
            ProducerEpoch = 2,
            Topics = [new() { Name = "trades", Partitions = [new() { PartitionIndex = 0, CommittedOffset = 5 }] }],
        };
        var response = await Ask<TxnOffsetCommitResponse>(api, request, 3);
        Assert.Equal(ErrorCode.InvalidTxnState, response.Topics[0].Partitions[0].ErrorCode);
        Assert.Equal($"settler 7 2 {GroupBench.Id}", asked);
    }

    [Fact]
    public async Task Groups_are_listed_by_state_and_type_and_deleted_when_empty()
    {
        await bench.Commit(5, group: "simple");
        await bench.Form(1);
        var list = new ListGroups(bench.Groups);
        Assert.Equal(2, (await Ask<ListGroupsResponse>(list, new ListGroupsRequest(), 5)).Groups.Count);
        var stable = await Ask<ListGroupsResponse>(list, new ListGroupsRequest { StatesFilter = ["stable"], TypesFilter = ["Classic"] }, 5);
        Assert.Equal((GroupBench.Id, "Stable", "classic"), stable.Groups.Select(g => (g.GroupId, g.GroupState, g.GroupType)).Single());
        Assert.Empty((await Ask<ListGroupsResponse>(list, new ListGroupsRequest { TypesFilter = ["share"] }, 5)).Groups);

        var delete = new DeleteGroupsRequest { GroupsNames = ["simple", GroupBench.Id, "nobody"] };
        var deleted = await Ask<DeleteGroupsResponse>(new DeleteGroups(bench.Groups), delete, 2);
        Assert.Equal([ErrorCode.None, ErrorCode.NonEmptyGroup, ErrorCode.GroupIdNotFound], deleted.Results.Select(r => r.ErrorCode));
    }

    [Fact]
    public async Task Offsets_are_deleted_by_topic()
    {
        await bench.Commit(5);
        var request = new OffsetDeleteRequest
        {
            GroupId = GroupBench.Id,
            Topics = [new() { Name = "trades", Partitions = [new() { PartitionIndex = 0 }] }],
        };
        var api = new OffsetDelete(bench.Groups);
        Assert.Equal(ErrorCode.None, (await Ask<OffsetDeleteResponse>(api, request, 0)).Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(-1, bench.Committed().Offset);
        request.GroupId = "nobody";
        Assert.Equal(ErrorCode.GroupIdNotFound, (await Ask<OffsetDeleteResponse>(api, request, 0)).ErrorCode);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public async Task This_node_coordinates_everything(short version)
    {
        var found = await Ask<FindCoordinatorResponse>(new FindCoordinator(), new FindCoordinatorRequest { Key = "g" }, version);
        Assert.Equal((ErrorCode.None, 1, "broker.local", 9092), (found.ErrorCode, found.NodeId, found.Host, found.Port));
    }

    [Fact]
    public async Task Coordinators_are_found_for_many_keys_but_not_of_kinds_that_dont_exist()
    {
        var api = new FindCoordinator();
        var found = await Ask<FindCoordinatorResponse>(api, new FindCoordinatorRequest { KeyType = 1, CoordinatorKeys = ["a", "b"] }, 4);
        Assert.Equal([("a", 9092), ("b", 9092)], found.Coordinators.Select(c => (c.Key, c.Port)));
        var share = await Ask<FindCoordinatorResponse>(api, new FindCoordinatorRequest { KeyType = 2, CoordinatorKeys = ["a"] }, 4);
        Assert.Equal(ErrorCode.InvalidRequest, share.Coordinators[0].ErrorCode);
    }

    private static async Task<T> Ask<T>(Api api, Shape request, short version) where T : Shape
    {
        var context = new RequestContext(version, "app", "/127.0.0.1", Front, null, TestContext.Current.CancellationToken);
        var answer = await api.Handle(Through(request, api.NewRequest(), api, version), context);
        return (T)Through(answer!, api.NewResponse(), api, version);
    }

    private static Shape Through(Shape written, Shape read, Api api, short version)
    {
        Assert.InRange(version, api.Min, api.Max);
        var bytes = Codec.Writer(version, api.IsFlexible(version)).Message(written).Written.ToArray();
        Codec.Reader(bytes, version, api.IsFlexible(version)).Message(read);
        return read;
    }
}
