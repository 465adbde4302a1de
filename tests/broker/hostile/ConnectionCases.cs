using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>What one does to a server with connections rather than with contents. A case that returns a text has failed.</summary>
public sealed class ConnectionCases(int port)
{
    private const short Fetch = 1, ApiVersions = 18;

    public IEnumerable<(string Name, Func<string?> Run)> All =>
    [
        ("lengths-that-are-none", LengthsThatAreNone),
        ("giant-frames-announced", GiantFramesAnnounced),
        ("frames-dripped", FramesDripped),
        ("answers-never-read", AnswersNeverRead),
        ("waiting-clients-gone", WaitingClientsGone),
        ("half-closed", HalfClosed),
        ("idle-connections", IdleConnections),
        ("tls-on-plaintext", () => IsClosed([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03, .. new byte[512]])),
        ("http-on-kafka", () => IsClosed("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8)),
    ];

    private string? LengthsThatAreNone() =>
        new[] { -1, int.MinValue, int.MaxValue, 104_857_601, 0 }.Select(length => IsClosed(Length(length))).FirstOrDefault(wrong => wrong is not null);

    // Together they send more than the broker may hold, so some of them must give way.
    private string? GiantFramesAnnounced()
    {
        using var held = new Clients(port, 50);
        held.ForEach(c => c.Send(Length(90 << 20)));
        var chunk = new byte[256 << 10];
        for (var round = 0; round < 16; round++)
        {
            held.ForEach(c => c.Send(chunk));
            Thread.Sleep(200);
        }
        return Serves();
    }

    private string? FramesDripped()
    {
        using var held = new Clients(port, 20);
        foreach (var b in WireClient.Request(ApiVersions, 0, 7).Frame())
        {
            held.ForEach(c => c.Send([b]));
            Thread.Sleep(20);
        }
        var answered = 0;
        held.ForEach(c => answered += BinaryPrimitives.ReadInt32BigEndian(c.Receive()) == 7 ? 1 : 0);
        return answered == 20 ? null : $"{answered} of 20 were answered";
    }

    private string? AnswersNeverRead()
    {
        const string Topic = "fuzz-big";
        using (var client = new WireClient(port))
        {
            Topics.Create(client, Topic);
            var batch = ProduceFrames.Of(3, 1, Topic, Batch.Of(new string('x', 900_000)).Bytes());
            for (var i = 0; i < 40; i++)
            {
                client.Send(batch);
                client.Receive();
            }
        }
        var fetch = WireClient.Request(Fetch, 4)
            .Int32(-1).Int32(100).Int32(1).Int32(int.MaxValue).Int8(0).Int32(1).Text(Topic).Int32(1).Int32(0).Int64(0).Int32(int.MaxValue).Frame();
        using var held = new Clients(port, 30);
        for (var i = 0; i < 60; i++)
            held.ForEach(c => c.Send(fetch));
        Thread.Sleep(3000);
        return Serves();
    }

    // A fetch that would wait for 24 days must not keep the connection of a client that left.
    private string? WaitingClientsGone()
    {
        var fetch = WireClient.Request(Fetch, 4)
            .Int32(-1).Int32(int.MaxValue).Int32(int.MaxValue).Int32(1 << 20).Int8(0).Int32(1).Text(FuzzTopics.Plain).Int32(1).Int32(0).Int64(0).Int32(1 << 20).Frame();
        using (var held = new Clients(port, 100))
        {
            held.ForEach(c => c.Send(fetch));
            Thread.Sleep(500);
        }
        return Serves();
    }

    private string? HalfClosed()
    {
        using var whole = new WireClient(port);
        whole.Send(WireClient.Request(ApiVersions, 0, 9).Frame());
        whole.Socket.Shutdown(SocketShutdown.Send);
        if (BinaryPrimitives.ReadInt32BigEndian(whole.Receive()) != 9)
            return "what was asked before the half-close is answered wrongly";
        using var half = new WireClient(port);
        half.Send([0, 0, 0, 50, 1, 2, 3]);
        half.Socket.Shutdown(SocketShutdown.Send);
        return Ends(whole) ?? Ends(half);
    }

    private string? IdleConnections()
    {
        using var held = new Clients(port, 1000);
        Thread.Sleep(3000);
        return held.Count == 1000 ? Serves() : $"{held.Count} of 1000 connections are open";
    }

    private string? IsClosed(ReadOnlySpan<byte> bytes)
    {
        using var client = new WireClient(port);
        client.Send(bytes);
        return Ends(client) is { } wrong ? $"{Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])}: {wrong}" : null;
    }

    private static string? Ends(WireClient client)
    {
        try
        {
            client.Socket.ReceiveTimeout = 5000;
            return client.Socket.Receive(new byte[16]) == 0 ? null : "it is answered";
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionReset ? null : "the connection stays open";
        }
    }

    private string? Serves()
    {
        using var client = new WireClient(port);
        return client.BrokerCount() == 1 ? null : "a new client is not served";
    }

    private static byte[] Length(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
