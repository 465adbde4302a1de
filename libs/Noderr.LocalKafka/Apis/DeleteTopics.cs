using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.DeleteTopicsResponse;

namespace Noderr.LocalKafka.Apis;

/// <summary>Committed offsets go with the topic: one made again under its name starts without any.</summary>
public sealed class DeleteTopics(TopicCatalog topics, BrokerSettings settings, Func<string, ValueTask> forgetOffsets)
    : Api<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, 0, 6, 4)
{
    protected override async ValueTask<DeleteTopicsResponse> Answer(DeleteTopicsRequest request, RequestContext context)
    {
        var answer = new DeleteTopicsResponse();
        foreach (var name in request.TopicNames) answer.Responses.Add(await Delete(name, Guid.Empty));
        foreach (var topic in request.Topics) answer.Responses.Add(await Delete(topic.Name, topic.TopicId));
        return answer;
    }

    private async ValueTask<DeletableTopicResult> Delete(string? name, Guid id)
    {
        var result = new DeletableTopicResult { Name = name, TopicId = id };
        if (name is not null && id != Guid.Empty) return Refuse(result, ErrorCode.InvalidRequest, "a topic is named by its name or by its id, not by both");
        var known = name is not null ? topics.TryGet(name, out var topic) : topics.TryGet(id, out topic);
        if (!known) return Refuse(result, name is null ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition, "This server does not host this topic-partition.");
        (result.Name, result.TopicId) = (topic!.Name, topic.Id);
        if (topic.IsInternal) return Refuse(result, ErrorCode.InvalidRequest, $"{topic.Name} is the broker's own");
        if (!settings.Bool("delete.topic.enable")) return Refuse(result, ErrorCode.InvalidRequest, "delete.topic.enable is false");
        topics.Delete(topic);
        await forgetOffsets(topic.Name);
        return result;
    }

    private static DeletableTopicResult Refuse(DeletableTopicResult result, ErrorCode error, string why)
    {
        (result.ErrorCode, result.ErrorMessage) = (error, why);
        return result;
    }
}
