using Microsoft.Extensions.Logging;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Network;

internal static partial class NetworkLog
{
    [LoggerMessage(EventName = "localkafka.request.refused", Level = LogLevel.Warning, Message = "closed {Peer}: {Reason}")]
    public static partial void RequestRefused(this ILogger logger, string peer, string reason);

    [LoggerMessage(EventName = "localkafka.request.failed", Level = LogLevel.Error, Message = "closed {Peer}: {Api} version {Version} failed")]
    public static partial void RequestFailed(this ILogger logger, string peer, ApiKey api, short version, Exception exception);

    [LoggerMessage(EventName = "localkafka.connection.refused", Level = LogLevel.Warning, Message = "refused a connection: {Max} are open, the most that max.connections allows")]
    public static partial void TooManyConnections(this ILogger logger, int max);

    [LoggerMessage(EventName = "localkafka.accept.failed", Level = LogLevel.Warning, Message = "accepting on {Listener} failed: {Reason}")]
    public static partial void AcceptFailed(this ILogger logger, string listener, string reason);

    [LoggerMessage(EventName = "localkafka.handshake.failed", Level = LogLevel.Warning, Message = "no TLS with {Peer}: {Reason}")]
    public static partial void HandshakeFailed(this ILogger logger, string peer, string reason);
}
