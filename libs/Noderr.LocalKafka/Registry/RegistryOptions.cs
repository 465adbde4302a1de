using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Noderr.LocalKafka.Registry;

public sealed record RegistryOptions
{
    /// <summary>Port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8081);

    public X509Certificate2? Certificate { get; init; }

    /// <summary>Judges a user and a password (HTTP basic authentication); null lets everybody in.</summary>
    public Func<string, string, bool>? Authenticate { get; init; }

    /// <summary>Told of what was answered with 500: a log that failed or a bug.</summary>
    public Action<Exception>? OnFault { get; init; }

    /// <summary>Told of a record in the log that is none of the registry's, and is left out.</summary>
    public Action<Exception>? OnUnreadable { get; init; }

    /// <summary>What /v1/metadata/id says.</summary>
    public Func<string> ClusterId { get; init; } = () => "";

    /// <summary>What GET /metrics answers, in Prometheus' text format; null where there is nothing to tell.</summary>
    public Func<string>? Metrics { get; init; }

    public int MaxBodyBytes { get; init; } = 4 << 20;

    public int MaxConnections { get; init; } = 512;

    /// <exception cref="InvalidOperationException">The options would open the registry to the network without protection.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (!IPAddress.IsLoopback(Listen.Address))
        {
            if (Certificate is null) faults.Add($"{nameof(Certificate)}: required when {nameof(Listen)} is not loopback, was none");
            if (Authenticate is null) faults.Add($"{nameof(Authenticate)}: required when {nameof(Listen)} is not loopback, was none");
        }

        if (MaxBodyBytes <= 0) faults.Add($"{nameof(MaxBodyBytes)}: must be positive, was {MaxBodyBytes}");
        if (MaxConnections <= 0) faults.Add($"{nameof(MaxConnections)}: must be positive, was {MaxConnections}");
        if (faults.Count > 0) throw new InvalidOperationException($"Schema Registry options: {string.Join("; ", faults)}");
    }
}
