using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Noderr.Chaos;

/// <summary>
/// A process that may be killed: the one whose number is in a file, or one number. Numbers are used again, so a process that began after the
/// file was written, or after it was named here, is somebody else and is left alone.
/// </summary>
public sealed class VictimProcess
{
    // Start times are in hundredths of a second since a boot time that is itself rounded.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private readonly string? pidFile;
    private readonly int pid;
    private readonly DateTime namedAt;

    private VictimProcess(string? pidFile, int pid) => (this.pidFile, this.pid, namedAt) = (pidFile, pid, DateTime.UtcNow);

    public static VictimProcess OfFile(string pidFile) => new(pidFile, 0);

    public static VictimProcess OfNumber(int pid) => new(null, pid);

    /// <summary>The running process; null, and why, where it is none that may be touched.</summary>
    public (Process? Found, string Why) Find()
    {
        var (number, named) = (pid, namedAt);
        if (pidFile is not null)
        {
            try
            {
                named = File.GetLastWriteTimeUtc(pidFile);
                var text = File.ReadAllText(pidFile).Trim();
                if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)) return (null, $"{pidFile} holds no process number");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (null, e.Message);
            }
        }
        if (number <= 1) return (null, $"process {number} is none that may be killed");
        if (number == Environment.ProcessId) return (null, "this process does not kill itself");
        try
        {
            var process = Process.GetProcessById(number);
            if (process.StartTime.ToUniversalTime() <= named + Rounding) return (process, "");
            process.Dispose();
            return (null, $"process {number} began after its number was noted: it is somebody else");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return (null, $"there is no process {number}");
        }
    }
}
