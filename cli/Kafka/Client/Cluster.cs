using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.MetadataResponse;

namespace Noderr.Cli.Kafka.Client;

/// <summary>A cluster of any Apache Kafka, asked in its own protocol: each question goes to the broker that can answer it.</summary>
internal sealed class Cluster : IDisposable
{
    public const long Earliest = -2, Latest = -1;

    private readonly Access access;
    private readonly BrokerLink first;
    private readonly CancellationToken cancel;
    private readonly Dictionary<int, BrokerLink> links = [];
    private readonly Dictionary<int, Endpoint> brokers = [];

    private Cluster(Access access, BrokerLink first, CancellationToken cancel) => (this.access, this.first, this.cancel) = (access, first, cancel);

    public IReadOnlyCollection<int> Brokers => brokers.Keys;

    public static async Task<Cluster> OpenAsync(Access access, CancellationToken cancel)
    {
        CannotException? why = null;
        foreach (var endpoint in access.Bootstrap)
        {
            try
            {
                return new Cluster(access, await BrokerLink.OpenAsync(endpoint, access, cancel), cancel);
            }
            catch (CannotException e)
            {
                why ??= e;
            }
        }
        throw why!;
    }

    /// <summary>All topics, or the one that is named; nobody's question makes a topic.</summary>
    public async Task<List<MetadataResponseTopic>> TopicsAsync(string? name = null)
    {
        var request = new MetadataRequest { AllowAutoTopicCreation = false, Topics = name is null ? null : [new() { Name = name }] };
        var answer = await first.AskAsync<MetadataResponse>(SpokenApi.Metadata, request, cancel);
        foreach (var broker in answer.Brokers) brokers[broker.NodeId] = new Endpoint(broker.Host, broker.Port);
        if (name is not null && answer.Topics[0].ErrorCode != ErrorCode.None)
        {
            throw new CannotException(answer.Topics[0].ErrorCode is ErrorCode.UnknownTopicOrPartition or ErrorCode.InvalidTopic
                ? $"there is no topic {name}; 'noderr kafka topics' lists those there are"
                : $"the topic {name} can't be described: {answer.Topics[0].ErrorCode.Said()}");
        }
        return answer.Topics;
    }

    public async Task<T> AskAsync<T>(int broker, SpokenApi api, Shape request) where T : Shape, new() =>
        await (await LinkAsync(broker)).AskAsync<T>(api, request, cancel);

    public async Task<bool> SpeaksAsync(int broker, SpokenApi api) => (await LinkAsync(broker)).Speaks(api);

    /// <summary>The offset of a time, or of the log's start or end, of every partition that has a leader; -1 where no record is as young.</summary>
    public async Task<Dictionary<TopicPartition, long>> OffsetsAsync(IEnumerable<MetadataResponseTopic> topics, long timestamp)
    {
        var offsets = new Dictionary<TopicPartition, long>();
        var partitions = topics.SelectMany(t => t.Partitions.Select(p => (Topic: t.Name!, p.PartitionIndex, p.LeaderId)));
        foreach (var leader in partitions.Where(p => p.LeaderId >= 0).GroupBy(p => p.LeaderId))
        {
            var request = new ListOffsetsRequest
            {
                ReplicaId = -1,
                Topics = [.. leader.GroupBy(p => p.Topic).Select(t => new ListOffsetsRequest.ListOffsetsTopic
                {
                    Name = t.Key,
                    Partitions = [.. t.Select(p => new ListOffsetsRequest.ListOffsetsTopic.ListOffsetsPartition { PartitionIndex = p.PartitionIndex, Timestamp = timestamp })],
                })],
            };
            var answer = await AskAsync<ListOffsetsResponse>(leader.Key, SpokenApi.ListOffsets, request);
            foreach (var topic in answer.Topics)
                foreach (var partition in topic.Partitions)
                    if (partition.ErrorCode == ErrorCode.None) offsets[new TopicPartition(topic.Name, partition.PartitionIndex)] = partition.Offset;
        }
        return offsets;
    }

    public async Task<int> CoordinatorOfAsync(string group)
    {
        if (brokers.Count == 0) await TopicsAsync();
        var answer = await first.AskAsync<FindCoordinatorResponse>(SpokenApi.FindCoordinator, new FindCoordinatorRequest { Key = group }, cancel);
        if (answer.ErrorCode != ErrorCode.None) throw new CannotException($"the group {group} has no coordinator now: {answer.ErrorCode.Said()}; try again");
        brokers[answer.NodeId] = new Endpoint(answer.Host, answer.Port);
        return answer.NodeId;
    }

    public void Dispose()
    {
        foreach (var link in links.Values) link.Dispose();
        first.Dispose();
    }

    private async Task<BrokerLink> LinkAsync(int broker)
    {
        if (links.TryGetValue(broker, out var link)) return link;
        try
        {
            return links[broker] = await BrokerLink.OpenAsync(brokers[broker], access, cancel);
        }
        catch (CannotException e)
        {
            throw new CannotException($"broker {broker}, as the cluster names it: {e.Message}");
        }
    }
}
