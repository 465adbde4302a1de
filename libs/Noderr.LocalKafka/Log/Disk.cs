using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Noderr.LocalKafka.Log;

/// <summary>What must survive a loss of power is flushed: data of files, and the folder that names them.</summary>
public static partial class Disk
{
    /// <summary>Cheaper than a full flush: the file's times stay unwritten.</summary>
    public static void FlushData(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }
        var added = false;
        try
        {
            file.DangerousAddRef(ref added);
            if (fdatasync(file.DangerousGetHandle().ToInt32()) != 0) throw new IOException($"fdatasync failed: errno {Marshal.GetLastPInvokeError()}");
        }
        finally
        {
            if (added) file.DangerousRelease();
        }
    }

    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = open(path, 0);
        if (descriptor < 0) throw new IOException($"can't open {path} to flush it: errno {Marshal.GetLastPInvokeError()}");
        var failed = fsync(descriptor) != 0;
        _ = close(descriptor);
        if (failed) throw new IOException($"can't flush {path}");
    }

    /// <summary>The file holds either all of the old bytes or all of the new ones, whenever the power goes.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var fresh = path + ".new";
        using (var file = File.OpenHandle(fresh, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, bytes, 0);
            FlushData(file);
        }
        File.Move(fresh, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
