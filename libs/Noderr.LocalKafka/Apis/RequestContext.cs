using Noderr.LocalKafka.Network;

namespace Noderr.LocalKafka.Apis;

/// <summary>Who asks, over which listener, in which version. <see cref="Closed"/> ends waits of a connection that is gone.</summary>
public sealed record RequestContext(
    short Version, string ClientId, string ClientHost, Listener Listener, SaslSession? Sasl, CancellationToken Closed)
{
    /// <summary>Set by an API after whose answer nothing more may come over this connection.</summary>
    public bool CloseAfter { get; set; }
}
