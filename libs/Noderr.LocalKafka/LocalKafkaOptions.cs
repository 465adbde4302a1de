using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Noderr.LocalKafka;

/// <summary>How a LocalKafka is started. Ports of 0 are chosen by the system; what was chosen stands on the running server.</summary>
public sealed record LocalKafkaOptions
{
    /// <summary>Everything lies in this folder; one instance at a time.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Plaintext, without login, on loopback only.</summary>
    public int Port { get; init; } = 9092;

    /// <summary>Null: no Schema Registry.</summary>
    public int? RegistryPort { get; init; } = 8081;

    /// <summary>A second listener whose clients log in with SASL PLAIN, encrypted when there is a certificate.</summary>
    public int? SaslPort { get; init; }

    /// <summary>Lines of name:password.</summary>
    public string? UsersFile { get; init; }

    /// <summary>A PEM file with certificate and key, or a PKCS#12 file without password.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>The address of the SASL listener and of the registry; any other than loopback needs users and a certificate.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Apache Kafka's broker settings by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
