using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class CreatePartitionsRequest : Shape
{
    public List<CreatePartitionsTopic> Topics = [];
    public int TimeoutMs;
    public bool ValidateOnly;

    public override void Walk(Codec c) => c.Array(ref Topics).Int32(ref TimeoutMs).Bool(ref ValidateOnly);

    public sealed class CreatePartitionsTopic : Shape
    {
        public string Name = "";
        public int Count;
        public List<CreatePartitionsAssignment>? Assignments;

        public override void Walk(Codec c) => c.String(ref Name).Int32(ref Count).NullableArray(ref Assignments);

        public sealed class CreatePartitionsAssignment : Shape
        {
            public List<int> BrokerIds = [];

            public override void Walk(Codec c) => c.Int32s(ref BrokerIds);
        }
    }
}

public sealed class CreatePartitionsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<CreatePartitionsTopicResult> Results = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref Results);

    public sealed class CreatePartitionsTopicResult : Shape
    {
        public string Name = "";
        public ErrorCode ErrorCode;
        public string? ErrorMessage;

        public override void Walk(Codec c) => c.String(ref Name).Error(ref ErrorCode).Explanation(ref ErrorMessage);
    }
}
