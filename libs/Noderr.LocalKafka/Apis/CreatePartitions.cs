using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.CreatePartitionsResponse;

namespace Noderr.LocalKafka.Apis;

public sealed class CreatePartitions(TopicCatalog topics) : Api<CreatePartitionsRequest, CreatePartitionsResponse>(ApiKey.CreatePartitions, 0, 3, 2)
{
    protected override ValueTask<CreatePartitionsResponse> Answer(CreatePartitionsRequest request, RequestContext context) =>
        new(new CreatePartitionsResponse { Results = request.Topics.ConvertAll(t => Grow(t, request.ValidateOnly)) });

    private CreatePartitionsTopicResult Grow(CreatePartitionsRequest.CreatePartitionsTopic asked, bool validateOnly)
    {
        var (error, message) = Check(asked, out var topic);
        if (error == ErrorCode.None && !validateOnly)
        {
            try
            {
                topics.Grow(topic!, asked.Count);
            }
            catch (IOException e)
            {
                (error, message) = (ErrorCode.KafkaStorageError, e.Message);
            }
        }
        return new CreatePartitionsTopicResult { Name = asked.Name, ErrorCode = error, ErrorMessage = message };
    }

    private (ErrorCode, string?) Check(CreatePartitionsRequest.CreatePartitionsTopic asked, out Topic? topic)
    {
        if (!topics.TryGet(asked.Name, out topic)) return (ErrorCode.UnknownTopicOrPartition, "This server does not host this topic-partition.");
        var now = topic.Partitions.Count;
        if (topic.IsInternal) return (ErrorCode.InvalidRequest, $"{topic.Name} is the broker's own");
        if (asked.Count == now) return (ErrorCode.InvalidPartitions, $"Topic already has {now} partition(s).");
        if (asked.Count < now) return (ErrorCode.InvalidPartitions, $"The topic {asked.Name} currently has {now} partition(s); {asked.Count} would not be an increase.");
        if (asked.Count - now > topics.FreePartitions) return (ErrorCode.InvalidPartitions, $"LocalKafka holds at most {TopicCatalog.MaxPartitions} partitions.");
        if (asked.Assignments is null) return (ErrorCode.None, null);
        if (asked.Assignments.Count != asked.Count - now) return (ErrorCode.InvalidReplicaAssignment, $"{asked.Assignments.Count} assignments for {asked.Count - now} new partitions");
        return Assignment.Check(asked.Assignments.Select(a => a.BrokerIds)) is { } wrong ? (ErrorCode.InvalidReplicaAssignment, wrong) : (ErrorCode.None, null);
    }
}
