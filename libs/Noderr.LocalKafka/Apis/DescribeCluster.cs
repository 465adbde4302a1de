using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

public sealed class DescribeCluster(string clusterId) : Api<DescribeClusterRequest, DescribeClusterResponse>(ApiKey.DescribeCluster, 0, 1, 0)
{
    private const sbyte Brokers = 1;

    protected override ValueTask<DescribeClusterResponse> Answer(DescribeClusterRequest request, RequestContext context)
    {
        if (request.EndpointType != Brokers)
            return new(new DescribeClusterResponse { ErrorCode = ErrorCode.MismatchedEndpointType, ErrorMessage = "this endpoint is a broker's", EndpointType = Brokers });
        return new(new DescribeClusterResponse
        {
            ClusterId = clusterId,
            ControllerId = Broker.NodeId,
            Brokers = [new DescribeClusterResponse.DescribeClusterBroker { BrokerId = Broker.NodeId, Host = context.Listener.AdvertisedHost, Port = context.Listener.AdvertisedPort }],
        });
    }
}
