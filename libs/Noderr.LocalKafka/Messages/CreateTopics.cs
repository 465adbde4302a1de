using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class CreateTopicsRequest : Shape
{
    public List<CreatableTopic> Topics = [];
    public int TimeoutMs = 60000;
    public bool ValidateOnly;

    public override void Walk(Codec c) => c.Array(ref Topics).Int32(ref TimeoutMs).Bool(ref ValidateOnly, 1);

    public sealed class CreatableTopic : Shape
    {
        public string Name = "";
        public int NumPartitions;
        public short ReplicationFactor;
        public List<CreatableReplicaAssignment> Assignments = [];
        public List<CreatableTopicConfig> Configs = [];

        public override void Walk(Codec c) => c
            .String(ref Name).Int32(ref NumPartitions).Int16(ref ReplicationFactor).Array(ref Assignments).Array(ref Configs);

        public sealed class CreatableReplicaAssignment : Shape
        {
            public int PartitionIndex;
            public List<int> BrokerIds = [];

            public override void Walk(Codec c) => c.Int32(ref PartitionIndex).Int32s(ref BrokerIds);
        }

        public sealed class CreatableTopicConfig : Shape
        {
            public string Name = "";
            public string? Value;

            public override void Walk(Codec c) => c.String(ref Name).NullableString(ref Value);
        }
    }
}

public sealed class CreateTopicsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<CreatableTopicResult> Topics = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs, 2).Array(ref Topics);

    public sealed class CreatableTopicResult : Shape
    {
        public string Name = "";
        public Guid TopicId;
        public ErrorCode ErrorCode;
        public string? ErrorMessage;
        public ErrorCode TopicConfigErrorCode;
        public int NumPartitions = -1;
        public short ReplicationFactor = -1;
        public List<CreatableTopicConfigs>? Configs;

        public override void Walk(Codec c) => c
            .String(ref Name).Uuid(ref TopicId, 7).Error(ref ErrorCode).Explanation(ref ErrorMessage, 1)
            .Int32(ref NumPartitions, 5).Int16(ref ReplicationFactor, 5).NullableArray(ref Configs, 5);

        public override int KnownTags => 1;

        public override bool HasTag(int tag, short version) => tag switch
        {
            0 => version >= 5 && TopicConfigErrorCode != ErrorCode.None,
            _ => false,
        };

        public override void WalkTag(Codec c, int tag)
        {
            switch (tag)
            {
                case 0: c.Error(ref TopicConfigErrorCode); break;
            }
        }

        public sealed class CreatableTopicConfigs : Shape
        {
            public string Name = "";
            public string? Value;
            public bool ReadOnly;
            public sbyte ConfigSource = -1;
            public bool IsSensitive;

            public override void Walk(Codec c) => c
                .String(ref Name, 5).NullableString(ref Value, 5).Bool(ref ReadOnly, 5).Int8(ref ConfigSource, 5)
                .Bool(ref IsSensitive, 5);
        }
    }
}
