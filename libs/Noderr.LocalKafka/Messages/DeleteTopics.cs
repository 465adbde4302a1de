using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class DeleteTopicsRequest : Shape
{
    public List<DeleteTopicState> Topics = [];
    public List<string> TopicNames = [];
    public int TimeoutMs;

    public override void Walk(Codec c) => c.Array(ref Topics, 6).Strings(ref TopicNames, 0, 5).Int32(ref TimeoutMs);

    public sealed class DeleteTopicState : Shape
    {
        public string? Name;
        public Guid TopicId;

        public override void Walk(Codec c) => c.NullableString(ref Name, 6).Uuid(ref TopicId, 6);
    }
}

public sealed class DeleteTopicsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<DeletableTopicResult> Responses = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs, 1).Array(ref Responses);

    public sealed class DeletableTopicResult : Shape
    {
        public string? Name;
        public Guid TopicId;
        public ErrorCode ErrorCode;
        public string? ErrorMessage;

        public override void Walk(Codec c) => c
            .NullableString(ref Name).Uuid(ref TopicId, 6).Error(ref ErrorCode).Explanation(ref ErrorMessage, 5);
    }
}
