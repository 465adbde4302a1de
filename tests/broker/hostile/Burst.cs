using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>
/// A few inputs sent at once over one connection. The broker may close it or answer; what it answers must be frames, and bear the
/// correlation ids of the requests in their order.
/// </summary>
public sealed class Burst(int port, IReadOnlyList<byte[]> inputs, TimeSpan patience, Violations violations)
{
    private const int Largest = 64 << 20;

    public int Answers { get; private set; }

    public bool ClosedByBroker { get; private set; }

    public async Task Run(string name)
    {
        var ordered = inputs.All(Frames.IsWhole);
        for (var i = 0; i < inputs.Count; i++)
            Frames.SetCorrelation(inputs[i], i);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            var sending = Send(socket);
            await Read(socket, name, ordered);
            await sending;
        }
        catch (SocketException)
        {
            ClosedByBroker = true;
        }
    }

    private async Task Send(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            for (ReadOnlyMemory<byte> rest = inputs.SelectMany(i => i).ToArray(); !rest.IsEmpty;)
                rest = rest[await socket.SendAsync(rest, limit.Token)..];
        }
        catch (OperationCanceledException)
        {
            // It takes no more bytes, as it may.
        }
    }

    private async Task Read(Socket socket, string name, bool ordered)
    {
        var length = new byte[4];
        var last = -1;
        while (Answers < inputs.Count && await Fill(socket, length, patience))
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(length);
            if (size is < 4 or > Largest)
            {
                violations.Add($"{name}: an answer of {size} bytes");
                return;
            }
            var answer = new byte[size];
            if (!await Fill(socket, answer, TimeSpan.FromSeconds(5)))
                return;
            Answers++;
            var correlation = BinaryPrimitives.ReadInt32BigEndian(answer);
            if (ordered && (correlation <= last || correlation >= inputs.Count))
                violations.Add($"{name}: an answer with correlation id {correlation} after {last}");
            last = correlation;
        }
    }

    private async Task<bool> Fill(Socket socket, Memory<byte> target, TimeSpan wait)
    {
        using var limit = new CancellationTokenSource(wait);
        try
        {
            while (target.Length > 0)
            {
                var count = await socket.ReceiveAsync(target, limit.Token);
                ClosedByBroker |= count == 0;
                if (count == 0)
                    return false;
                target = target[count..];
            }
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
