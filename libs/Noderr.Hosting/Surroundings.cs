using System.Collections;
using Noderr.Hosting.Kafka;
using Noderr.Hosting.Secrets;

namespace Noderr.Hosting;

/// <summary>Everything a host takes from outside, so that ten of them can live in one process and a test can give each its own.</summary>
public sealed record Surroundings
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    public TextWriter Log { get; init; } = TextWriter.Null;

    /// <summary>Journals that are nearer than through a client; null for those in the Kafka that the configuration names.</summary>
    public IRecordLog? Records { get; init; }

    public static Surroundings OfProcess(IReadOnlyList<string> arguments) => new()
    {
        Arguments = arguments,
        Variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "", StringComparer.Ordinal),
        Log = Console.Error,
    };

    /// <summary>Those of this process, with a configuration file and settings as a service has them on its command line.</summary>
    public static Surroundings OfProcess(string configuration, IEnumerable<string> settings) =>
        OfProcess(["--config", configuration, .. settings.SelectMany(s => new[] { "--set", s })]);

    /// <summary>DAPR_HTTP_PORT is what Dapr itself tells the application.</summary>
    internal IEnumerable<ISecretSource> SecretSources() =>
    [
        new EnvironmentSecrets(Variables),
        new FileSecrets(),
        DaprSecrets.At(new Uri($"http://127.0.0.1:{Variables.GetValueOrDefault("DAPR_HTTP_PORT", "3500")}/")),
    ];
}
