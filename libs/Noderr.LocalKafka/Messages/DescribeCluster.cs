using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class DescribeClusterRequest : Shape
{
    public bool IncludeClusterAuthorizedOperations;
    public sbyte EndpointType = 1;

    public override void Walk(Codec c) => c.Bool(ref IncludeClusterAuthorizedOperations).Int8(ref EndpointType, 1);
}

public sealed class DescribeClusterResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public string? ErrorMessage;
    public sbyte EndpointType = 1;
    public string ClusterId = "";
    public int ControllerId = -1;
    public List<DescribeClusterBroker> Brokers = [];
    public int ClusterAuthorizedOperations = int.MinValue;

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs).Error(ref ErrorCode).Explanation(ref ErrorMessage).Int8(ref EndpointType, 1)
        .String(ref ClusterId).Int32(ref ControllerId).Array(ref Brokers).Int32(ref ClusterAuthorizedOperations);

    public sealed class DescribeClusterBroker : Shape
    {
        public int BrokerId;
        public string Host = "";
        public int Port;
        public string? Rack;

        public override void Walk(Codec c) => c.Int32(ref BrokerId).String(ref Host).Int32(ref Port).NullableString(ref Rack);
    }
}
