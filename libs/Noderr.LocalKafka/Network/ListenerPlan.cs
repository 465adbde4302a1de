using System.Net;
using Noderr.LocalKafka.Settings;

namespace Noderr.LocalKafka.Network;

/// <summary>Which listeners are opened. Beyond loopback only with login and encryption, or not at all.</summary>
public static class ListenerPlan
{
    private static readonly string[] Protocols = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"];

    public static IReadOnlyList<Listener> From(LocalKafkaOptions options, BrokerSettings settings)
    {
        var tls = options.TlsCertificateFile is not null;
        var listeners = settings["listeners"].Length > 0
            ? Parse(settings["listeners"]).ToList()
            : [new Listener("PLAINTEXT", new IPEndPoint(IPAddress.Loopback, options.Port), false, false, "127.0.0.1", options.Port)];
        if (options.SaslPort is { } port)
        {
            var address = Address(options.Host);
            listeners.Add(new Listener(tls ? "SASL_SSL" : "SASL_PLAINTEXT", new IPEndPoint(address, port), tls, true, Advertised(options.Host), port));
        }
        var advertised = settings["advertised.listeners"].Length > 0 ? Parse(settings["advertised.listeners"], resolve: false).ToDictionary(l => l.Name) : [];
        listeners = listeners.ConvertAll(l => advertised.TryGetValue(l.Name, out var a) ? l with { AdvertisedHost = a.AdvertisedHost, AdvertisedPort = a.AdvertisedPort } : l);

        foreach (var listener in listeners) Check(listener, options, tls);
        return listeners;
    }

    private static void Check(Listener listener, LocalKafkaOptions options, bool tls)
    {
        if (listener.Tls && !tls) throw new InvalidSettingException($"listener {listener.Name} needs a certificate: give --tls-cert FILE");
        if (listener.Sasl && options.UsersFile is null) throw new InvalidSettingException($"listener {listener.Name} needs users: give --users FILE with lines of name:password");
        if (!IPAddress.IsLoopback(listener.Bind.Address) && !(listener.Tls && listener.Sasl))
            throw new InvalidSettingException(
                $"listener {listener.Name} on {listener.Bind} is open to other machines: that needs login and encryption, " +
                "SASL_SSL with --users FILE and --tls-cert FILE. Without them listen on 127.0.0.1.");
    }

    private static IEnumerable<Listener> Parse(string text, bool resolve = true)
    {
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // Not a URI: those have no underscore in their scheme.
            var (slashes, colon) = (part.IndexOf("://", StringComparison.Ordinal), part.LastIndexOf(':'));
            var name = slashes > 0 ? part[..slashes].ToUpperInvariant() : "";
            if (!Protocols.Contains(name) || colon < slashes + 3 || !ushort.TryParse(part[(colon + 1)..], out var port))
                throw new InvalidSettingException($"'{part}' is no listener: NAME://host:port, NAME one of {string.Join(", ", Protocols)}");
            var host = part[(slashes + 3)..colon];
            var address = resolve ? Address(host) : IPAddress.Loopback;
            yield return new Listener(name, new IPEndPoint(address, port), name.EndsWith("SSL", StringComparison.Ordinal), name.StartsWith("SASL", StringComparison.Ordinal), Advertised(host), port);
        }
    }

    // A host that means "every address" is none that a client could come back to.
    private static string Advertised(string host) => host is "0.0.0.0" or "[::]" or "::" ? Dns.GetHostName() : host;

    public static IPAddress Address(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address)) return address;
        if (host == "localhost") return IPAddress.Loopback;
        throw new InvalidSettingException($"'{host}' is no address to listen on: give an IP address or localhost");
    }
}
