using System.Security.Cryptography.X509Certificates;
using Noderr.LocalKafka.Network;
using Noderr.LocalKafka.Settings;

namespace Noderr.LocalKafka;

/// <summary>A Kafka broker and a Schema Registry in this process: the one call that a host makes.</summary>
public sealed class LocalKafkaServer : IAsyncDisposable
{
    private LocalKafkaServer(Broker broker) => Broker = broker;

    public Broker Broker { get; }

    /// <summary>What a client of this machine is configured with.</summary>
    public string BootstrapServers => $"{Broker.Listeners[0].AdvertisedHost}:{Broker.Listeners[0].AdvertisedPort}";

    public static Task<LocalKafkaServer> StartAsync(LocalKafkaOptions options, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var users = options.UsersFile is { } file ? ReadUsers(file) : Users.None;
        var certificate = options.TlsCertificateFile is { } path ? ReadCertificate(path) : null;
        return Task.FromResult(new LocalKafkaServer(Broker.Start(options, users, certificate)));
    }

    public ValueTask DisposeAsync() => Broker.DisposeAsync();

    private static Users ReadUsers(string path)
    {
        try
        {
            var users = Users.Parse(File.ReadLines(path));
            return users.Count > 0 ? users : throw new InvalidSettingException($"{path} names no users: give lines of name:password");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InvalidSettingException($"the users file {path} can't be read: {e.Message}");
        }
    }

    private static X509Certificate2 ReadCertificate(string path)
    {
        try
        {
            return Path.GetExtension(path) is ".pfx" or ".p12"
                ? X509CertificateLoader.LoadPkcs12FromFile(path, null)
                : X509Certificate2.CreateFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new InvalidSettingException($"the certificate {path} can't be read: {e.Message} Give a PEM file with certificate and key, or a PKCS#12 file without password.");
        }
    }
}
