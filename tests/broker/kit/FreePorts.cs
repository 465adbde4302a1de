using System.Net;
using System.Net.Sockets;

namespace Noderr.Tests.Broker.Kit;

/// <summary>Free loopback ports below the ephemeral range, so that no outgoing connection takes one between the search and the use.</summary>
public static class FreePorts
{
    /// <summary>The first of <paramref name="count"/> adjacent free ports.</summary>
    public static int Block(int count)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var first = Random.Shared.Next(12_000, 30_000);
            if (Enumerable.Range(first, count).All(IsFree))
                return first;
        }
        throw new InvalidOperationException($"no {count} adjacent free ports");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
