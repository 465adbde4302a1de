using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

/// <summary>Where one node is all there is, it coordinates every group and every transaction.</summary>
internal sealed class FindCoordinator() : Api<FindCoordinatorRequest, FindCoordinatorResponse>(ApiKey.FindCoordinator, 0, 4, 3)
{
    private const int NodeId = 1;
    private const sbyte Transaction = 1;

    protected override ValueTask<FindCoordinatorResponse> Answer(FindCoordinatorRequest request, RequestContext context)
    {
        var known = request.KeyType is >= 0 and <= Transaction;
        var (node, host, port) = known ? (NodeId, context.Listener.AdvertisedHost, context.Listener.AdvertisedPort) : (-1, "", -1);
        var (error, message) = known
            ? (ErrorCode.None, context.Version < 4 ? "NONE" : "")
            : (ErrorCode.InvalidRequest, $"coordinators of type {request.KeyType} don't exist");
        if (context.Version < 4)
        {
            return new(new FindCoordinatorResponse
            {
                ErrorCode = error,
                ErrorMessage = message,
                NodeId = node,
                Host = host,
                Port = port,
            });
        }
        return new(new FindCoordinatorResponse
        {
            Coordinators = [.. request.CoordinatorKeys.Select(key => new FindCoordinatorResponse.Coordinator
            {
                Key = key,
                NodeId = node,
                Host = host,
                Port = port,
                ErrorCode = error,
                ErrorMessage = message,
            })],
        });
    }
}
