using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.ElectLeadersResponse;

namespace Noderr.LocalKafka.Apis;

/// <summary>The one node leads every partition already, and says so.</summary>
public sealed class ElectLeaders(TopicCatalog topics) : Api<ElectLeadersRequest, ElectLeadersResponse>(ApiKey.ElectLeaders, 0, 2, 2)
{
    protected override ValueTask<ElectLeadersResponse> Answer(ElectLeadersRequest request, RequestContext context)
    {
        var answer = new ElectLeadersResponse();
        // Asked about all partitions, Kafka names only those that changed hands.
        foreach (var topic in request.TopicPartitions ?? [])
        {
            var partitions = topic.Partitions.ConvertAll(p => new ReplicaElectionResult.PartitionOutcome
            {
                PartitionId = p,
                ErrorCode = topics.Partition(topic.Topic, p) is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.ElectionNotNeeded,
                ErrorMessage = topics.Partition(topic.Topic, p) is null ? "No such topic or partition" : "Leader election not needed for topic partition.",
            });
            answer.ReplicaElectionResults.Add(new ReplicaElectionResult { Topic = topic.Topic, PartitionResult = partitions });
        }
        return new(answer);
    }
}
