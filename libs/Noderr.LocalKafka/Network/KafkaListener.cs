using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Noderr.LocalKafka.Apis;
using Noderr.LocalKafka.Settings;

namespace Noderr.LocalKafka.Network;

/// <summary>Accepts clients on all listeners, and closes those that are idle, too many, or that hold memory which others wait for.</summary>
public sealed class KafkaListener : IAsyncDisposable
{
    private const int Backlog = 1024;

    // A request that is not all here after this time is not coming; neither is a login.
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LoginLimit = TimeSpan.FromSeconds(10);

    // Nor is a client reading that took nothing of its answer for so long.
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(60);

    private readonly ApiTable apis;
    private readonly Users users;
    private readonly X509Certificate2? certificate;
    private readonly BrokerSettings settings;
    private readonly BrokerMetrics metrics;
    private readonly ILogger logger;
    private readonly MemoryBudget budget;
    private readonly ConcurrentDictionary<KafkaConnection, Task> connections = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> loops = [];
    private readonly List<Socket> sockets = [];
    private readonly int maxFrame;
    private int open;

    public KafkaListener(ApiTable apis, Users users, X509Certificate2? certificate, BrokerSettings settings, BrokerMetrics metrics, ILogger logger)
    {
        (this.apis, this.users, this.certificate, this.settings, this.metrics, this.logger) = (apis, users, certificate, settings, metrics, logger);
        maxFrame = settings.Int("socket.request.max.bytes");
        budget = new MemoryBudget(settings.Long("queued.max.request.bytes"));
    }

    public int Connections => Volatile.Read(ref open);

    /// <summary>Takes the address; with port 0 the listener that comes back has the port that was found.</summary>
    public static (Socket Socket, Listener Listener) Bind(Listener listener)
    {
        var socket = new Socket(listener.Bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (OperatingSystem.IsLinux()) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            socket.Bind(listener.Bind);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new InvalidSettingException($"can't listen on {listener.Bind}: {e.Message}. Is another broker running? Give another --port.");
        }
        var bound = (IPEndPoint)socket.LocalEndPoint!;
        return (socket, listener with { Bind = bound, AdvertisedPort = listener.AdvertisedPort == 0 ? bound.Port : listener.AdvertisedPort });
    }

    public void Start(IEnumerable<(Socket Socket, Listener Listener)> bound)
    {
        foreach (var (socket, listener) in bound)
        {
            socket.Listen(Backlog);
            sockets.Add(socket);
            loops.Add(Accept(socket, listener));
        }
        loops.Add(Watch());
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var socket in sockets) socket.Dispose();
        await Task.WhenAll(loops);
        foreach (var connection in connections.Keys) connection.Close();
        await Task.WhenAll(connections.Values);
        stopping.Dispose();
    }

    private async Task Accept(Socket socket, Listener listener)
    {
        var (max, sendBuffer) = (settings.Int("max.connections"), settings.Int("socket.send.buffer.bytes"));
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await socket.AcceptAsync(stopping.Token);
                if (Volatile.Read(ref open) >= max)
                {
                    logger.TooManyConnections(max);
                    client.Dispose();
                    continue;
                }
                client.NoDelay = true;
                if (sendBuffer >= 0) client.SendBufferSize = sendBuffer;
                _ = Serve(client, listener);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // The client gave up before it was accepted, or descriptors ran out: the next accept may fare better, but not at once.
                logger.AcceptFailed(listener.Name, e.Message);
                await Task.Delay(50);
            }
        }
    }

    private async Task Serve(Socket client, Listener listener)
    {
        Interlocked.Increment(ref open);
        try
        {
            var peer = "/" + (client.RemoteEndPoint as IPEndPoint)?.Address;
            await using var plain = new NetworkStream(client, ownsSocket: true);
            Stream? stream = listener.Tls ? await Encrypt(plain, peer) : plain;
            if (stream is null) return;
            using var connection = new KafkaConnection(apis, stream, peer, listener, users, budget, maxFrame, metrics, logger);
            var run = connection.Run();
            connections[connection] = run;
            await run;
            connections.TryRemove(connection, out _);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Gone before it was there.
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    private async Task<SslStream?> Encrypt(Stream plain, string peer)
    {
        var stream = new SslStream(plain);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        limit.CancelAfter(LoginLimit);
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, limit.Token);
            return stream;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            // Who comes only to see whether somebody is here, as a health check does, sends nothing and goes.
            if (e is not IOException) logger.HandshakeFailed(peer, e.Message);
            await stream.DisposeAsync();
            return null;
        }
    }

    private async Task Watch()
    {
        var idle = settings.Long("connections.max.idle.ms");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                foreach (var connection in connections.Keys.Where(c => Overdue(c, Environment.TickCount64, idle))) connection.Close();
                if (budget.Wanted is > 0 and var wanted) CloseLongestUnfinished(wanted);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    // As many as make room for all who wait: one at a time would let fifty of them hold up everybody for fifty looks.
    private void CloseLongestUnfinished(long wanted)
    {
        foreach (var connection in connections.Keys.Where(c => c.UnfinishedBytes > 0).OrderBy(c => c.FrameSince))
        {
            if (wanted <= 0) return;
            wanted -= connection.UnfinishedBytes;
            connection.Close();
        }
    }

    private static bool Overdue(KafkaConnection connection, long now, long idle) =>
        (connection.IsIdle && now - connection.LastActive > idle)
        || (connection.IsMidFrame && now - connection.FrameSince > RequestLimit.TotalMilliseconds)
        || (connection.WriteSince is { } since && now - since > WriteLimit.TotalMilliseconds)
        || (!connection.IsAuthenticated && now - connection.LastActive > LoginLimit.TotalMilliseconds);
}
