using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.MetadataResponse;

namespace Noderr.LocalKafka.Apis;

/// <summary>The one broker there is and the topics; a topic that is asked for by name may be made by the asking.</summary>
public sealed class Metadata(TopicCatalog topics, BrokerSettings settings, string clusterId)
    : Api<MetadataRequest, MetadataResponse>(ApiKey.Metadata, 0, 12, 9)
{
    private readonly bool mayCreate = settings.Bool("auto.create.topics.enable");

    protected override ValueTask<MetadataResponse> Answer(MetadataRequest request, RequestContext context)
    {
        var answer = new MetadataResponse
        {
            Brokers = [new MetadataResponseBroker { NodeId = Broker.NodeId, Host = context.Listener.AdvertisedHost, Port = context.Listener.AdvertisedPort }],
            ClusterId = clusterId,
            ControllerId = Broker.NodeId,
        };
        var all = request.Topics is null || (context.Version == 0 && request.Topics.Count == 0);
        answer.Topics = all
            ? [.. topics.All.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => Describe(t, context.Version))]
            : request.Topics!.ConvertAll(t => Find(t, request.AllowAutoTopicCreation, context.Version));
        return new(answer);
    }

    private MetadataResponseTopic Find(MetadataRequest.MetadataRequestTopic asked, bool allowCreation, short version)
    {
        // Java leaves the name empty beside an id, others null.
        if (asked.Name is null || asked.TopicId != Guid.Empty)
            return topics.TryGet(asked.TopicId, out var byId) ? Describe(byId, version) : new MetadataResponseTopic { TopicId = asked.TopicId, Name = version >= 12 ? null : "", ErrorCode = ErrorCode.UnknownTopicId };
        if (topics.TryGet(asked.Name, out var topic)) return Describe(topic, version);
        if (TopicName.Check(asked.Name) is not null) return new MetadataResponseTopic { Name = asked.Name, ErrorCode = ErrorCode.InvalidTopic };
        if (!mayCreate || !allowCreation) return new MetadataResponseTopic { Name = asked.Name, ErrorCode = ErrorCode.UnknownTopicOrPartition };
        var (made, error, _) = topics.Create(asked.Name, settings.Int("num.partitions"), new Dictionary<string, string>());
        if (made is null && !topics.TryGet(asked.Name, out made)) return new MetadataResponseTopic { Name = asked.Name, ErrorCode = error };
        return Describe(made, version);
    }

    private static MetadataResponseTopic Describe(Topic topic, short version) => new()
    {
        Name = topic.Name,
        TopicId = topic.Id,
        IsInternal = topic.IsInternal,
        Partitions = [.. topic.Partitions.Select(p => new MetadataResponseTopic.MetadataResponsePartition
        {
            PartitionIndex = p.Index,
            LeaderId = Broker.NodeId,
            LeaderEpoch = p.LeaderEpoch,
            ReplicaNodes = [Broker.NodeId],
            IsrNodes = [Broker.NodeId],
            OfflineReplicas = p.Failure is not null && version >= 5 ? [Broker.NodeId] : [],
        })],
    };
}
