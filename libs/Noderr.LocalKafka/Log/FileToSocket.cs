using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Noderr.LocalKafka.Log;

/// <summary>Linux's sendfile: the kernel hands pages of a file to a socket.</summary>
internal static partial class FileToSocket
{
    private const int MostAtOnce = 1 << 20;

    /// <summary>As much as the socket takes now; 0 when it is full, broken or not on Linux: the ordinary way tells which.</summary>
    public static int Send(SafeFileHandle file, long from, int count, Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var (fileHeld, socketHeld) = (false, false);
        try
        {
            file.DangerousAddRef(ref fileHeld);
            socket.SafeHandle.DangerousAddRef(ref socketHeld);
            return (int)Math.Max(0, sendfile(socket.SafeHandle.DangerousGetHandle().ToInt32(), file.DangerousGetHandle().ToInt32(), ref from, Math.Min(count, MostAtOnce)));
        }
        finally
        {
            if (socketHeld) socket.SafeHandle.DangerousRelease();
            if (fileHeld) file.DangerousRelease();
        }
    }

    [LibraryImport("libc")]
    private static partial nint sendfile(int to, int from, ref long offset, nint count);
}
