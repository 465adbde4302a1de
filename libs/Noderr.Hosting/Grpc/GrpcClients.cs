using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;

namespace Noderr.Hosting.Grpc;

/// <summary>Connections to other services, one an address, kept.</summary>
public sealed class GrpcClients(ClientSettings settings) : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> channels = new();

    public CallInvoker At(string address) => channels.GetOrAdd(address, Open).CreateCallInvoker();

    public void Dispose()
    {
        foreach (var channel in channels.Values) channel.Dispose();
    }

    private GrpcChannel Open(string address)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            KeepAlivePingDelay = TimeSpan.FromSeconds(5),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
        };
        if (settings.TlsAuthority.Length > 0) handler.SslOptions = Trusting(settings.TlsAuthority);
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = new ShowKey(settings, handler), DisposeHttpClient = true, MaxReceiveMessageSize = 1024 * 1024 });
    }

    // A pod is called by an address that no certificate can name beforehand.
    private static SslClientAuthenticationOptions Trusting(string authority)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(authority);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None,
        };
    }

    private sealed class ShowKey(ClientSettings settings, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!settings.ApiKey.IsEmpty) request.Headers.TryAddWithoutValidation("x-api-key", settings.ApiKey.Reveal());
            return base.SendAsync(request, cancellationToken);
        }
    }
}
