using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.CreateTopicsResponse;

namespace Noderr.LocalKafka.Apis;

public sealed class CreateTopics(TopicCatalog topics, BrokerSettings settings) : Api<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, 0, 7, 5)
{
    protected override ValueTask<CreateTopicsResponse> Answer(CreateTopicsRequest request, RequestContext context)
    {
        var twice = request.Topics.GroupBy(t => t.Name).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        var answer = new CreateTopicsResponse();
        foreach (var name in twice)
            answer.Topics.Add(new CreatableTopicResult { Name = name, ErrorCode = ErrorCode.InvalidRequest, ErrorMessage = $"Duplicate topic name: {name}" });
        foreach (var topic in request.Topics.Where(t => !twice.Contains(t.Name))) answer.Topics.Add(Create(topic, request.ValidateOnly));
        return new(answer);
    }

    private CreatableTopicResult Create(CreateTopicsRequest.CreatableTopic asked, bool validateOnly)
    {
        var configs = asked.Configs.DistinctBy(c => c.Name).ToDictionary(c => c.Name, c => c.Value);
        var (error, message) = Check(asked, configs);
        if (error != ErrorCode.None) return new CreatableTopicResult { Name = asked.Name, ErrorCode = error, ErrorMessage = message };
        var partitions = asked.Assignments.Count > 0 ? asked.Assignments.Count : asked.NumPartitions == -1 ? settings.Int("num.partitions") : asked.NumPartitions;
        var (topic, failed, why) = topics.Create(asked.Name, partitions, configs.ToDictionary(c => c.Key, c => c.Value!), validateOnly);
        if (topic is null) return new CreatableTopicResult { Name = asked.Name, ErrorCode = failed, ErrorMessage = why };
        return new CreatableTopicResult
        {
            Name = topic.Name,
            TopicId = validateOnly ? Guid.Empty : topic.Id,
            NumPartitions = partitions,
            ReplicationFactor = 1,
            Configs = [.. ConfigView.OfTopic(topic.Configs, settings).Select(c => new CreatableTopicResult.CreatableTopicConfigs
            {
                Name = c.Name,
                Value = c.Value,
                ConfigSource = (sbyte)c.Source,
            })],
        };
    }

    private static (ErrorCode, string?) Check(CreateTopicsRequest.CreatableTopic asked, Dictionary<string, string?> configs)
    {
        if (TopicName.Check(asked.Name) is { } bad) return (ErrorCode.InvalidTopic, bad);
        if (TopicName.IsInternal(asked.Name)) return (ErrorCode.InvalidTopic, $"{asked.Name} is made by the broker");
        if (asked.Assignments.Count > 0)
        {
            if (asked.NumPartitions != -1 || asked.ReplicationFactor != -1)
                return (ErrorCode.InvalidRequest, "A manual partition assignment was specified, but numPartitions or replicationFactor was not set to -1.");
            if (Assignment.Check(asked.Assignments.ConvertAll(a => (a.PartitionIndex, a.BrokerIds))) is { } wrong) return (ErrorCode.InvalidReplicaAssignment, wrong);
        }
        else if (asked.NumPartitions is 0 or < -1)
        {
            return (ErrorCode.InvalidPartitions, "Number of partitions was set to an invalid non-positive value.");
        }
        else if (asked.ReplicationFactor is 0 or < -1 or > 1)
        {
            return (ErrorCode.InvalidReplicationFactor, $"Unable to replicate the partition {asked.ReplicationFactor} time(s): LocalKafka has one node, so the replication factor is 1 (or -1, the default).");
        }
        return ConfigView.Check(configs) is { } problem ? (ErrorCode.InvalidConfig, problem) : (ErrorCode.None, null);
    }
}
