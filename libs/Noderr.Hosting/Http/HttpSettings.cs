using System.Net;
using Noderr.Hosting.Access;
using Noderr.Hosting.Configuration;

namespace Noderr.Hosting.Http;

/// <summary>Where a service listens and whom it lets in.</summary>
public sealed record HttpSettings : IValidated
{
    [Setting("address to listen on; others than loopback need keys and TLS"), Host]
    public string Host { get; init; } = "127.0.0.1";

    [Setting("name or address under which other services reach this one, for instance a pod's own; the one it listens on when empty")]
    public string AdvertisedHost { get; init; } = "";

    [Setting("port to listen on; 0 takes a free one"), Within(0, 65535)]
    public int Port { get; init; }

    [Setting("port of the services that have gRPC; 0 takes a free one"), Within(0, 65535)]
    public int GrpcPort { get; init; }

    [Setting("PEM file with the certificate")]
    public string TlsCertificate { get; init; } = "";

    [Setting("PEM file with the certificate's key")]
    public string TlsKey { get; init; } = "";

    [Setting("API keys; without any, whoever is on this machine may do everything")]
    public IReadOnlyList<ApiKeySettings> Keys { get; init; } = [];

    public bool HasTls => TlsCertificate.Length > 0;

    /// <summary>localhost means IPv4: a free port can be taken on one address only.</summary>
    public IPAddress Address => Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(Host);

    /// <summary>A service that strangers can reach without a key or in clear text does not start at all.</summary>
    public IEnumerable<Violation> Violations(string path)
    {
        if (Host != "localhost" && !IPAddress.TryParse(Host, out _))
        {
            yield return new Violation($"{path}.host", "must be localhost or an IP address", Host);
            yield break;
        }
        if (!IPAddress.IsLoopback(Address) && Keys.Count == 0) yield return new Violation($"{path}.keys", $"must have at least 1 to listen on {Host}", "0");
        if (!IPAddress.IsLoopback(Address) && !HasTls) yield return new Violation($"{path}.tls.certificate", $"must be set to listen on {Host}", "missing");
        if (HasTls != TlsKey.Length > 0) yield return new Violation($"{path}.tls.key", "must be set together with tls.certificate", "one of both");
        foreach (var (name, file) in new[] { ("tls.certificate", TlsCertificate), ("tls.key", TlsKey) })
            if (file.Length > 0 && !File.Exists(file)) yield return new Violation($"{path}.{name}", "must be a file that is there", file);
        foreach (var twice in Keys.GroupBy(k => k.Name).Where(g => g.Count() > 1)) yield return new Violation($"{path}.keys", "must have different names", twice.Key);
    }
}
