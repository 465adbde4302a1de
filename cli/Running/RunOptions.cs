using System.Globalization;
using Noderr.Cli.Running.Embedded;
using Noderr.Hosting;
using Noderr.LocalKafka;

namespace Noderr.Cli.Running;

/// <summary>What a run was asked for, and what that means for its services.</summary>
internal sealed record RunOptions(string Data, string? Config, string? Bootstrap, int KafkaPort, int RegistryPort, int Port, double? Rate, long? Seed, string[] Set)
{
    /// <summary>Files with a recorded market; the synthetic one when there are none.</summary>
    public string[] Replay { get; init; } = [];

    public double? Speed { get; init; }

    public static string UsualConfig => Path.Combine(AppContext.BaseDirectory, "config", "noderr.yaml");

    /// <summary>For all services. One process is one instance, which has its shards back at once when it starts again.</summary>
    public Surroundings Surroundings(LocalKafkaServer? broker)
    {
        List<string> settings = ["kafka.group.instance=run", "telemetry.log.level=warning", "http.host=127.0.0.1", "http.grpc.port=0"];
        if (broker is not null) settings.AddRange([$"kafka.bootstrap.servers={broker.BootstrapServers}", $"kafka.schema.registry.url={broker.RegistryUrl}"]);
        else settings.Add($"kafka.bootstrap.servers={Bootstrap}");
        return Hosting.Surroundings.OfProcess(Config ?? UsualConfig, settings.Where(IsLeft).Concat(Set)) with
        {
            Records = broker is not null && IsLeft("kafka.bootstrap.servers") ? new EmbeddedLog(broker.Broker) : null,
        };
    }

    /// <summary>For one of them.</summary>
    public IReadOnlyDictionary<string, string[]> Own()
    {
        List<string> ingest = [];
        if (Rate is { } rate) ingest.Add(string.Create(CultureInfo.InvariantCulture, $"ingest.synthetic.rate={rate}"));
        if (Seed is { } seed) ingest.Add(string.Create(CultureInfo.InvariantCulture, $"ingest.synthetic.seed={seed}"));
        if (Replay.Length > 0) ingest.AddRange(Replay.Select((file, i) => $"ingest.recorded.files.{i}={file}").Prepend("ingest.source=recorded"));
        if (Speed is { } speed) ingest.Add(string.Create(CultureInfo.InvariantCulture, $"ingest.recorded.speed={speed}"));
        return new Dictionary<string, string[]>
        {
            ["control"] = Left($"http.port={Port}"),
            ["venue"] = Left($"paper.data={Path.GetFullPath(Path.Combine(Data, "venue"))}"),
            ["ingest"] = Left([.. ingest]),
        };
    }

    private string[] Left(params string[] settings) => [.. settings.Where(IsLeft)];

    // What was set by hand goes first.
    private bool IsLeft(string setting) => !Set.Any(s => s.Split('=')[0].Trim() == setting.Split('=')[0]);
}
