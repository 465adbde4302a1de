using System.Buffers.Binary;
using System.Net.Sockets;

namespace Noderr.Tests.Broker.Kit;

/// <summary>One connection that speaks the Kafka protocol by hand, for what client libraries hide: raw batches, markers, bad frames.</summary>
public sealed class WireClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private int _correlation;

    public WireClient(int port, int timeoutMilliseconds = 10_000)
    {
        _socket.ReceiveTimeout = timeoutMilliseconds;
        _socket.SendTimeout = timeoutMilliseconds;
        _socket.Connect("127.0.0.1", port);
    }

    public Socket Socket => _socket;

    public static FrameWriter Request(short api, short version, int correlation = 1) => new(api, version, correlation);

    /// <summary>How many brokers Metadata v1 lists: above zero when the cluster serves.</summary>
    public int BrokerCount() => Ask(3, 1, w => w.Int32(0)).Int32();

    public FrameReader Ask(short api, short version, Action<FrameWriter> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var request = Request(api, version, ++_correlation);
        body(request);
        Send(request.Frame());
        var answer = Receive();
        var reader = new FrameReader(answer);
        return reader.Int32() == _correlation ? reader : throw new IOException("the answer carries another correlation id");
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[_socket.Send(bytes)..];
    }

    /// <summary>One answer without its length.</summary>
    public byte[] Receive()
    {
        Span<byte> length = stackalloc byte[4];
        ReceiveExactly(length);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        ReceiveExactly(answer);
        return answer;
    }

    public void Dispose() => _socket.Dispose();

    private void ReceiveExactly(Span<byte> target)
    {
        while (target.Length > 0)
        {
            var count = _socket.Receive(target);
            if (count == 0)
                throw new IOException("the broker closed the connection");
            target = target[count..];
        }
    }
}
