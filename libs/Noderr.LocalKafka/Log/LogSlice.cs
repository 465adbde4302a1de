using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Log;

/// <summary>Batches of a segment on their way to a client: read from the file when they are sent, never held in memory as a whole.</summary>
public sealed class LogSlice : IRecordSource
{
    private readonly SafeFileHandle file;
    private readonly int start;
    private bool held;

    public LogSlice(SafeFileHandle file, int start, int length)
    {
        (this.file, this.start, Length) = (file, start, length);
        file.DangerousAddRef(ref held);
    }

    public int Length { get; }

    public void Read(int offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var n = RandomAccess.Read(file, into, start + offset);
            if (n == 0) throw new IOException("a segment is shorter than what it is said to hold");
            offset += n;
            into = into[n..];
        }
    }

    public int Send(int offset, Socket socket) => FileToSocket.Send(file, start + offset, Length - offset, socket);

    public void Dispose()
    {
        if (!held) return;
        held = false;
        file.DangerousRelease();
    }
}
