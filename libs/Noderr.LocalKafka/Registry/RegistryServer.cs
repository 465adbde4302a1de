using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Noderr.LocalKafka.Registry;

/// <summary>A Confluent-compatible Schema Registry over HTTP that keeps its schemas in an <see cref="ISchemaLog"/>.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    readonly WebApplication app;
    readonly SchemaRegistry registry;

    RegistryServer(WebApplication app, SchemaRegistry registry)
    {
        this.app = app;
        this.registry = registry;
        Address = new(app.Urls.First());
    }

    public Uri Address { get; }

    /// <exception cref="InvalidOperationException">The endpoint is not loopback and TLS or authentication is missing.</exception>
    public static async Task<RegistryServer> StartAsync(RegistryOptions options, ISchemaLog log, CancellationToken ct)
    {
        options.Validate();
        var registry = new SchemaRegistry(log);

        // The empty builder: no configuration files, no console logger, no endpoint routing. They cost a third of the start.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        if (options.Certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Bound(kestrel, options));
        var app = builder.Build();
        var endpoint = new RegistryEndpoint(options, new Routes(registry, options));
        ((IApplicationBuilder)app).Run(endpoint.AnswerAsync);
        try
        {
            await app.StartAsync(ct).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            registry.Dispose();
            throw;
        }

        return new(app, registry);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        registry.Dispose();
    }

    static void Bound(KestrelServerOptions kestrel, RegistryOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowAlternateSchemes = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestLineSize = 8 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Listen(options.Listen, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (options.Certificate is { } certificate) listen.UseHttps(certificate);
        });
    }
}
