using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.EndToEnd;

/// <summary>A broker, a registry, a venue and the services, each in a process of its own, on ports that stay theirs through restarts.</summary>
internal sealed class Installation : IDisposable
{
    private static readonly string[] programs = ["control", "risk", "executor", "router", "strategy", "feature", "ingest", "compliance", "chaos", "trainer"];

    private readonly BrokerProcess? registry;
    private readonly Func<string, int, ServiceProcess> instance;

    /// <param name="apache">Apache Kafka takes the journals; the registry is LocalKafka's, which keeps its schemas itself.</param>
    public Installation(string folder, bool apache, double rate)
    {
        Broker = new BrokerProcess(apache ? BrokerCommand.Apache([]) : BrokerCommand.Local([]), Path.Combine(folder, "broker"));
        registry = apache ? new BrokerProcess(BrokerCommand.Local([]), Path.Combine(folder, "registry")) : null;
        RegistryUrl = $"http://127.0.0.1:{(registry ?? Broker).Port + 1}";
        File.Copy(Path.Combine(AppContext.BaseDirectory, "config", "noderr.yaml"), Path.Combine(folder, "noderr.yaml"));
        string[] common = [$"kafka.bootstrap.servers={Broker.Bootstrap}", $"kafka.schema.registry.url={RegistryUrl}", "http.grpc.port=0", "telemetry.log.level=information"];
        var venuePort = FreePorts.Block(1);
        Venue = new ServiceProcess("venue", folder, [.. common[..2], $"http.grpc.port={venuePort}", $"paper.data={Path.Combine(folder, "venue")}"]);
        VenueUrl = $"http://127.0.0.1:{venuePort}";
        Settings = [.. common[..2]];
        instance = (name, number) =>
        {
            List<string> settings = [.. common, $"kafka.group.instance={name}-{number}"];
            if (name == "executor") settings.Add($"venue.url={VenueUrl}");
            if (name == "ingest") settings.Add(FormattableString.Invariant($"ingest.synthetic.rate={rate}"));
            return new ServiceProcess(name, folder, settings);
        };
        Services = [.. programs.Select(name => instance(name, 1))];
    }

    public BrokerProcess Broker { get; }

    public ServiceProcess Venue { get; }

    public IReadOnlyList<ServiceProcess> Services { get; }

    public string RegistryUrl { get; }

    public string VenueUrl { get; }

    /// <summary>What a reader of this installation needs.</summary>
    public string[] Settings { get; }

    /// <summary>A second instance, which waits for the first to go.</summary>
    public ServiceProcess StandBy(string name) => instance(name, 2);

    public ServiceProcess this[string name] => Services.Single(s => s.Name == name);

    public async Task Start()
    {
        registry?.Start();
        Broker.Start();
        Venue.Start();
        foreach (var service in Services) service.Start();
        foreach (var service in Services.Append(Venue))
            if (await service.UntilReady(TimeSpan.FromSeconds(120)) is null) throw new BrokerException($"{service.Name} is not ready after two minutes");
    }

    public void Dispose()
    {
        foreach (var service in Services) service.Dispose();
        Venue.Dispose();
        Broker.Dispose();
        registry?.Dispose();
    }
}
