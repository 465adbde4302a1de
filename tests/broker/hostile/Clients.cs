using System.Net.Sockets;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>Many connections at once; those that the broker ends, or that take no more bytes, drop out.</summary>
public sealed class Clients : IDisposable
{
    private readonly List<WireClient> _clients;

    public Clients(int port, int count)
    {
        _clients = [.. Enumerable.Range(0, count).Select(_ => new WireClient(port))];
        foreach (var client in _clients)
            client.Socket.SendTimeout = 200;
    }

    /// <summary>How many are open, seen from here.</summary>
    public int Count => _clients.Count(c => !(c.Socket.Poll(0, SelectMode.SelectRead) && c.Socket.Available == 0));

    public void ForEach(Action<WireClient> action)
    {
        foreach (var client in _clients.ToList())
        {
            try
            {
                action(client);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                if (e is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
                    continue;
                _clients.Remove(client);
                client.Dispose();
            }
        }
    }

    public void Dispose() => _clients.ForEach(c => c.Dispose());
}
