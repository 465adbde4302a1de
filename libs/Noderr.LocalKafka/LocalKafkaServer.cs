using System.Net;
using System.Security.Cryptography.X509Certificates;
using Noderr.LocalKafka.Network;
using Noderr.LocalKafka.Registry;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;

namespace Noderr.LocalKafka;

/// <summary>A Kafka broker and a Schema Registry in this process: the one call that a host makes.</summary>
public sealed class LocalKafkaServer : IAsyncDisposable
{
    private readonly RegistryServer? registry;

    private LocalKafkaServer(Broker broker, RegistryServer? registry) => (Broker, this.registry) = (broker, registry);

    public Broker Broker { get; }

    /// <summary>What a client of this machine is configured with.</summary>
    public string BootstrapServers => $"{Broker.Listeners[0].AdvertisedHost}:{Broker.Listeners[0].AdvertisedPort}";

    public Uri? RegistryUrl => registry?.Address;

    public static async Task<LocalKafkaServer> StartAsync(LocalKafkaOptions options, CancellationToken cancel = default)
    {
        var users = options.UsersFile is { } file ? ReadUsers(file) : null;
        var certificate = options.TlsCertificateFile is { } path ? ReadCertificate(path) : null;
        // The web server takes as long to start as the broker, so it does so beside it.
        var opened = new TaskCompletionSource<Broker>(TaskCreationOptions.RunContinuationsAsynchronously);
        var registry = options.RegistryPort is { } port ? Task.Run(() => StartRegistry(options, port, users, certificate, opened.Task, cancel), cancel) : null;
        Broker? broker = null;
        try
        {
            broker = Broker.Start(options, users ?? Users.None, certificate);
            opened.SetResult(broker);
            return new LocalKafkaServer(broker, registry is null ? null : await registry);
        }
        catch (Exception e)
        {
            opened.TrySetException(e);
            if (registry is not null) await registry.ContinueWith(static _ => { }, TaskScheduler.Default);
            if (broker is not null) await broker.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (registry is not null) await registry.DisposeAsync();
        await Broker.DisposeAsync();
    }

    private static async Task<RegistryServer> StartRegistry(
        LocalKafkaOptions options, int port, Users? users, X509Certificate2? certificate, Task<Broker> broker, CancellationToken cancel)
    {
        var listen = new IPEndPoint(ListenerPlan.Address(options.Host), port);
        try
        {
            return await RegistryServer.StartAsync(
                new RegistryOptions
                {
                    Listen = listen,
                    Certificate = certificate,
                    Authenticate = users is null ? null : users.Accepts,
                    ClusterId = () => broker.Result.Data.ClusterId,
                    Metrics = () => broker.Result.MetricsText(),
                    OnUnreadable = e => options.Logging.CreateLogger("registry").RegistryRecordSkipped(e.Message),
                    OnFault = options.Logging.CreateLogger("registry").RegistryFailed,
                },
                new SchemaTopic(broker, options.Clock), cancel);
        }
        catch (IOException e)
        {
            throw new InvalidSettingException($"the registry can't listen on {listen}: {e.Message} Give another --registry-port.");
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidSettingException($"the registry on {listen} would be open to other machines: give --users FILE and --tls-cert FILE, or listen on 127.0.0.1. ({e.Message})");
        }
    }

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
