using Noderr.Cli.Kafka.Client;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.Cli.Kafka;

internal sealed record MemberFacts(string Id, string? InstanceId, string ClientId, string Host, IReadOnlyList<TopicPartition> Assignment);

/// <summary>Nothing committed: a member reads the partition and has not said how far. No end: the partition is gone, or has no leader.</summary>
internal sealed record OffsetFacts(TopicPartition Partition, long? Committed, long? End, string? Metadata)
{
    public long? Lag => End - Committed is { } lag ? Math.Max(0, lag) : null;
}

/// <summary>What there is to know of a group: its coordinator knows members and offsets, the leaders of partitions their ends.</summary>
internal sealed record GroupFacts(string Name, int Coordinator, string State, string ProtocolType, string Protocol, IReadOnlyList<MemberFacts> Members, IReadOnlyList<OffsetFacts> Offsets)
{
    /// <summary>Null for a group of the newer protocol.</summary>
    public int? MemberCount { get; private init; }

    public long Lag => Offsets.Sum(o => o.Lag ?? 0);

    public static async Task<List<GroupFacts>> ReadAsync(Cluster cluster, string? only)
    {
        var topics = await cluster.TopicsAsync();
        var listed = await ListAsync(cluster, only is null ? cluster.Brokers : [await cluster.CoordinatorOfAsync(only)]);
        if (only is not null)
        {
            listed.RemoveAll(g => g.Group.GroupId != only);
            if (listed.Count == 0) throw new CannotException($"there is no group {only}; 'noderr kafka groups' lists those there are");
        }
        var described = await DescribeAsync(cluster, listed.Select(g => (g.Broker, g.Group.GroupId)));
        var committed = new Dictionary<string, List<(TopicPartition At, long? Offset, string? Metadata)>>();
        foreach (var (broker, group) in listed) committed[group.GroupId] = await CommittedAsync(cluster, broker, group.GroupId);
        var ends = await cluster.OffsetsAsync(topics, Cluster.Latest);

        return [.. listed.OrderBy(g => g.Group.GroupId, StringComparer.Ordinal)
            .Select(g => Of(g.Broker, g.Group, described.GetValueOrDefault(g.Group.GroupId), committed[g.Group.GroupId], ends))];
    }

    private static GroupFacts Of(
        int broker, ListGroupsResponse.ListedGroup listed, DescribeGroupsResponse.DescribedGroup? described,
        List<(TopicPartition At, long? Offset, string? Metadata)> committed, Dictionary<TopicPartition, long> ends)
    {
        // Groups of the newer protocol (KIP-848) are listed, and described by another API only.
        var known = described is { ErrorCode: ErrorCode.None, GroupState: not "Dead" };
        var isConsumer = known && described!.ProtocolType == "consumer";
        List<MemberFacts> members = known
            ? [.. described!.Members.Select(m => new MemberFacts(m.MemberId, m.GroupInstanceId, m.ClientId, m.ClientHost.TrimStart('/'), isConsumer ? ConsumerAssignment.Read(m.MemberAssignment) : []))]
            : [];
        var unsaid = members.SelectMany(m => m.Assignment).Except(committed.Select(c => c.At)).Select(at => (At: at, Offset: (long?)null, Metadata: (string?)null));
        return new GroupFacts(
            listed.GroupId, broker,
            known ? described!.GroupState : listed.GroupState,
            known ? described!.ProtocolType : listed.ProtocolType,
            known ? described!.ProtocolData : "",
            members,
            [.. committed.Concat(unsaid).OrderBy(c => c.At.Topic, StringComparer.Ordinal).ThenBy(c => c.At.Partition)
                .Select(c => new OffsetFacts(c.At, c.Offset, ends.TryGetValue(c.At, out var end) ? end : null, c.Metadata))])
        {
            MemberCount = known ? members.Count : null,
        };
    }

    private static async Task<List<(int Broker, ListGroupsResponse.ListedGroup Group)>> ListAsync(Cluster cluster, IEnumerable<int> brokers)
    {
        var found = new List<(int, ListGroupsResponse.ListedGroup)>();
        foreach (var broker in brokers)
        {
            var answer = await cluster.AskAsync<ListGroupsResponse>(broker, SpokenApi.ListGroups, new ListGroupsRequest());
            if (answer.ErrorCode != ErrorCode.None) throw new CannotException($"broker {broker} can't list its groups: {answer.ErrorCode.Said()}; try again");
            found.AddRange(answer.Groups.Select(g => (broker, g)));
        }
        return found;
    }

    private static async Task<Dictionary<string, DescribeGroupsResponse.DescribedGroup>> DescribeAsync(Cluster cluster, IEnumerable<(int Broker, string Group)> groups)
    {
        var found = new Dictionary<string, DescribeGroupsResponse.DescribedGroup>();
        foreach (var coordinated in groups.GroupBy(g => g.Broker, g => g.Group))
        {
            var answer = await cluster.AskAsync<DescribeGroupsResponse>(coordinated.Key, SpokenApi.DescribeGroups, new DescribeGroupsRequest { Groups = [.. coordinated] });
            foreach (var group in answer.Groups) found[group.GroupId] = group;
        }
        return found;
    }

    private static async Task<List<(TopicPartition At, long? Offset, string? Metadata)>> CommittedAsync(Cluster cluster, int broker, string group)
    {
        var answer = await cluster.AskAsync<OffsetFetchResponse>(broker, SpokenApi.OffsetFetch, new OffsetFetchRequest { GroupId = group });
        return [.. answer.Topics.SelectMany(t => t.Partitions
            .Where(p => p.ErrorCode == ErrorCode.None && p.CommittedOffset >= 0)
            .Select(p => (new TopicPartition(t.Name, p.PartitionIndex), (long?)p.CommittedOffset, p.Metadata)))];
    }
}
