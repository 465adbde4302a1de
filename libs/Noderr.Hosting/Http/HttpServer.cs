using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Noderr.Hosting.Configuration;

namespace Noderr.Hosting.Http;

internal static class HttpServer
{
    /// <summary>Listens where the settings say and nowhere else; ASPNETCORE_URLS and its like have no part in it.</summary>
    public static void UseHttp(this WebApplicationBuilder builder, HttpSettings http, Func<bool> hasGrpc)
    {
        var certificate = http.HasTls ? Load(http) : null;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            Listen(http.Port, certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2);
            // Without TLS nothing negotiates HTTP/2: gRPC needs a port that speaks nothing else.
            if (hasGrpc()) Listen(http.GrpcPort, HttpProtocols.Http2);

            void Listen(int port, HttpProtocols protocols) => kestrel.Listen(http.Address, port, endpoint =>
            {
                endpoint.Protocols = protocols;
                if (certificate is not null) endpoint.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate });
            });
        });
    }

    private static X509Certificate2 Load(HttpSettings http)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(http.TlsCertificate, http.TlsKey);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException([new Violation("http.tls.certificate", "must be PEM, with its key in http.tls.key", e.GetType().Name)]);
        }
    }
}
