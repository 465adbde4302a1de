using Noderr.Hosting.Configuration;
using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Kafka;

public enum Protocol
{
    Plaintext,
    Ssl,
    SaslPlaintext,
    SaslSsl,
}

/// <summary>Where Kafka is and how one gets in. What a client then does is a <see cref="KafkaProfile"/>.</summary>
public sealed record KafkaSettings : IValidated
{
    [Setting("brokers to begin with"), Addresses]
    public string BootstrapServers { get; init; } = "127.0.0.1:9092";

    [Setting("how the connection is made safe")]
    public Protocol SecurityProtocol { get; init; } = Protocol.Plaintext;

    [Setting("how the user is proved"), OneOf("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")]
    public string SaslMechanism { get; init; } = "SCRAM-SHA-512";

    [Setting("user at the brokers")]
    public string SaslUsername { get; init; } = "";

    [Setting("password at the brokers")]
    public Secret SaslPassword { get; init; }

    [Setting("PEM file with the authorities to trust; the system's when empty")]
    public string SslCaLocation { get; init; } = "";

    [Setting("PEM file with this client's certificate, for mutual TLS")]
    public string SslCertificateLocation { get; init; } = "";

    [Setting("PEM file with this client's key, for mutual TLS")]
    public string SslKeyLocation { get; init; } = "";

    [Setting("what the names of all topics begin with, so that environments can share a cluster"), TopicPrefix]
    public string TopicPrefix { get; init; } = "noderr.";

    [Setting("the Schema Registry"), WebAddress]
    public Uri SchemaRegistryUrl { get; init; } = new("http://127.0.0.1:8081");

    [Setting("whether schemas that the Schema Registry lacks are registered; without it they must be there before")]
    public bool SchemaRegistryRegister { get; init; } = true;

    [Setting("user at the Schema Registry")]
    public string SchemaRegistryUsername { get; init; } = "";

    [Setting("password at the Schema Registry")]
    public Secret SchemaRegistryPassword { get; init; }

    [Setting("this instance's name among those of its service: after a restart under the same name it has its shards back at once; empty takes a new name each time"), InstanceName]
    public string GroupInstance { get; init; } = "";

    [Setting("records that money hangs on and nobody can read, to be skipped, as noderr.orders-0:1234")]
    public IReadOnlyList<string> SkipRecords { get; init; } = [];

    public string InstanceName => GroupInstance.Length > 0 ? GroupInstance : Environment.MachineName;

    public string Topic(string journal) => TopicPrefix + journal;

    public IEnumerable<Violation> Violations(string path)
    {
        var sasl = SecurityProtocol is Protocol.SaslPlaintext or Protocol.SaslSsl;
        if (sasl && SaslUsername.Length == 0) yield return new Violation($"{path}.sasl.username", "must be set for SASL", "missing");
        if (sasl && SaslPassword.IsEmpty) yield return new Violation($"{path}.sasl.password", "must be set for SASL", "missing");
        if (!sasl && SaslUsername.Length > 0) yield return new Violation($"{path}.security.protocol", "must be sasl-plaintext or sasl-ssl when there is a user", Scalar.Of(typeof(Protocol))!.Format(SecurityProtocol));
        if (SslCertificateLocation.Length > 0 != SslKeyLocation.Length > 0) yield return new Violation($"{path}.ssl.key.location", "must be set together with ssl.certificate.location", "one of both");
    }
}
