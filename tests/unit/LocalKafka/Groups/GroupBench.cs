using System.Text;
using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Groups;

/// <summary>A coordinator with a clock that is moved by hand, and members that speak in short.</summary>
internal sealed class GroupBench
{
    public const string Id = "payments";
    public const int Session = 10_000;
    public const int Rebalance = 30_000;

    private readonly GroupSettings settings;

    public GroupBench(GroupSettings? settings = null)
    {
        this.settings = settings ?? new GroupSettings();
        Groups = Start();
    }

    public ManualClock Clock { get; } = new();
    public MemoryLog Log { get; } = new();
    public GroupCoordinator Groups { get; private set; }
    public Func<string, int, bool> Exists { get; set; } = (topic, partition) => topic != "unknown" && partition < 10;
    public GroupState State => Groups.Describe(Id).State;

    public void Restart() => Groups = Start();

    public void Advance(int ms)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(ms));
        Groups.Tick();
    }

    public Task<JoinReply> Join(
        string member = "", string? instance = null, string protocols = "range", string metadata = "m", int session = Session,
        int rebalance = Rebalance, bool asksForId = false, bool canSkip = false, string type = "consumer", string group = Id)
    {
        var attempt = new JoinAttempt(new MemberIdentity(member, instance), "app", "/127.0.0.1", session, rebalance, type,
            [.. protocols.Split(',').Select(p => new MemberProtocol(p, Bytes(metadata)))])
        {
            AsksForId = asksForId,
            CanSkipAssignment = canSkip,
        };
        return Groups.Join(group, attempt).AsTask();
    }

    /// <summary>A new member whose connection may close.</summary>
    public Task<JoinReply> JoinOver(CancellationToken connection) => Groups.Join(
        Id,
        new JoinAttempt(
            new MemberIdentity(""), "app", "/127.0.0.1", Session, Rebalance, "consumer", [new MemberProtocol("range", Bytes("m"))]),
        connection).AsTask();

    public Task<SyncReply> Sync(JoinReply me, string? instance = null, params (string Member, string Assignment)[] assignments) =>
        Groups.Sync(Id, new SyncAttempt(new MemberIdentity(me.MemberId, instance), me.Generation, null, null,
            assignments.ToDictionary(a => a.Member, a => Bytes(a.Assignment)))).AsTask();

    public ErrorCode Heartbeat(JoinReply me, string? instance = null) =>
        Groups.Heartbeat(Id, new MemberIdentity(me.MemberId, instance), me.Generation);

    public ErrorCode Leave(JoinReply me) => Groups.Leave(Id, [new MemberIdentity(me.MemberId)])[0];

    /// <summary>A stable group: one member joins after the other, and all join again each time; the first leads.</summary>
    public async Task<List<JoinReply>> Form(int count, Func<int, string?>? instance = null)
    {
        var members = new List<JoinReply>();
        for (var i = 0; i < count; i++)
        {
            List<Task<JoinReply>> joins = [Join(instance: instance?.Invoke(i))];
            for (var j = 0; j < i; j++) joins.Add(Join(members[j].MemberId, instance?.Invoke(j)));
            var replies = await Task.WhenAll(joins);
            members = [.. replies.Skip(1), replies[0]];
        }
        var leader = members.Single(m => m.Members.Count > 0);
        var assignments = members.Select(m => (m.MemberId, "of " + m.MemberId)).ToArray();
        await Task.WhenAll(members.Select((m, i) => Sync(m, instance?.Invoke(i), m == leader ? assignments : [])));
        Assert.Equal(GroupState.Stable, State);
        return members;
    }

    public Task<IReadOnlyList<ErrorCode>> Commit(
        long offset, JoinReply? by = null, string topic = "trades", int partition = 0, string? metadata = "", string group = Id, long retention = -1) =>
        Groups.Commit(group, new MemberIdentity(by?.MemberId ?? ""), by?.Generation ?? -1,
            [new OffsetToCommit(new TopicPartition(topic, partition), offset, 0, metadata, retention)]).AsTask();

    public Task<IReadOnlyList<ErrorCode>> CommitInTransaction(
        long producer, long offset, JoinReply? by = null, string? instance = null, ErrorCode word = ErrorCode.None, int partition = 0) =>
        Groups.CommitInTransaction(Id, new MemberIdentity(by?.MemberId ?? "", instance), by?.Generation ?? -1,
            new TransactionalProducer(producer, 0), [new OffsetToCommit(new TopicPartition("trades", partition), offset, 0, "")],
            word).AsTask();

    public void EndTransaction(long producer, bool commit)
    {
        Log.Mark(producer, commit);
        Groups.CompleteTransaction(producer, commit);
    }

    public (long Offset, ErrorCode Error) Committed(string topic = "trades", int partition = 0, bool stable = false, string group = Id)
    {
        var fetched = Assert.Single(Groups.Fetch(group, [new TopicPartition(topic, partition)], stable));
        return (fetched.Offset?.Offset ?? -1, fetched.Error);
    }

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private GroupCoordinator Start()
    {
        var started = new GroupCoordinator(Log, settings, Clock, (t, p) => Exists(t, p));
        foreach (var record in Log.Records) started.Replay(record);
        started.Loaded();
        return started;
    }
}
