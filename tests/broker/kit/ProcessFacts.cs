using System.Runtime.InteropServices;

namespace Noderr.Tests.Broker.Kit;

/// <summary>What Linux tells about a running process, and signals to it.</summary>
public static partial class ProcessFacts
{
    public const int SigTerm = 15;

    public static long ResidentBytes(int pid) => StatusNumber(pid, "VmRSS:") * 1024;

    public static long PeakResidentBytes(int pid) => StatusNumber(pid, "VmHWM:") * 1024;

    public static int Threads(int pid) => (int)StatusNumber(pid, "Threads:");

    public static int OpenFiles(int pid) => Directory.Exists($"/proc/{pid}/fd") ? Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length : 0;

    /// <summary>What the open descriptors stand for: paths, sockets, pipes.</summary>
    public static IEnumerable<string> OpenFileNames(int pid) => Directory.Exists($"/proc/{pid}/fd")
        ? Directory.GetFileSystemEntries($"/proc/{pid}/fd").Select(f => new FileInfo(f).LinkTarget ?? "")
        : [];

    public static void Signal(int pid, int signal) => _ = kill(pid, signal);

    private static long StatusNumber(int pid, string field)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{pid}/status"))
                if (line.StartsWith(field, StringComparison.Ordinal))
                    return long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            // The process ended while its status was read.
        }
        return 0;
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);
}
