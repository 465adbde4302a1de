using Confluent.SchemaRegistry;
using Noderr.LocalKafka;

namespace Noderr.Tests.Unit.Contracts.Registry;

/// <summary>An embedded broker with its registry, for the tests of one class.</summary>
public sealed class RunningRegistry : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("registry-").FullName;
    private LocalKafkaServer? server;

    public async ValueTask InitializeAsync() => server = await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = folder, Port = 0, RegistryPort = 0 });

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A new one each time: clients keep what they have seen.</summary>
    public CachedSchemaRegistryClient Client() => new(new SchemaRegistryConfig { Url = server!.RegistryUrl!.ToString() });
}
