using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class MetadataRequest : Shape
{
    public List<MetadataRequestTopic>? Topics;
    public bool AllowAutoTopicCreation = true, IncludeClusterAuthorizedOperations, IncludeTopicAuthorizedOperations;

    public override void Walk(Codec c) => c
        .NullableArray(ref Topics).Bool(ref AllowAutoTopicCreation, 4).Bool(ref IncludeClusterAuthorizedOperations, 8, 10)
        .Bool(ref IncludeTopicAuthorizedOperations, 8);

    public sealed class MetadataRequestTopic : Shape
    {
        public Guid TopicId;
        public string? Name;

        public override void Walk(Codec c) => c.Uuid(ref TopicId, 10).NullableString(ref Name);
    }
}

public sealed class MetadataResponse : Shape
{
    public int ThrottleTimeMs;
    public List<MetadataResponseBroker> Brokers = [];
    public string? ClusterId;
    public int ControllerId = -1;
    public List<MetadataResponseTopic> Topics = [];
    public int ClusterAuthorizedOperations = int.MinValue;

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs, 3).Array(ref Brokers).NullableString(ref ClusterId, 2).Int32(ref ControllerId, 1)
        .Array(ref Topics).Int32(ref ClusterAuthorizedOperations, 8, 10);

    public sealed class MetadataResponseBroker : Shape
    {
        public int NodeId;
        public string Host = "";
        public int Port;
        public string? Rack;

        public override void Walk(Codec c) => c
            .Int32(ref NodeId).String(ref Host).Int32(ref Port).NullableString(ref Rack, 1);
    }

    public sealed class MetadataResponseTopic : Shape
    {
        public ErrorCode ErrorCode;
        public string? Name;
        public Guid TopicId;
        public bool IsInternal;
        public List<MetadataResponsePartition> Partitions = [];
        public int TopicAuthorizedOperations = int.MinValue;

        public override void Walk(Codec c) => c
            .Error(ref ErrorCode).NullableString(ref Name).Uuid(ref TopicId, 10).Bool(ref IsInternal, 1)
            .Array(ref Partitions).Int32(ref TopicAuthorizedOperations, 8);

        public sealed class MetadataResponsePartition : Shape
        {
            public ErrorCode ErrorCode;
            public int PartitionIndex, LeaderId, LeaderEpoch = -1;
            public List<int> ReplicaNodes = [];
            public List<int> IsrNodes = [];
            public List<int> OfflineReplicas = [];

            public override void Walk(Codec c) => c
                .Error(ref ErrorCode).Int32(ref PartitionIndex).Int32(ref LeaderId).Int32(ref LeaderEpoch, 7)
                .Int32s(ref ReplicaNodes).Int32s(ref IsrNodes).Int32s(ref OfflineReplicas, 5);
        }
    }
}
