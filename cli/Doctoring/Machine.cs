using System.Diagnostics;
using System.Globalization;
using Noderr.Cli.Kafka.Output;
using StoredData = Noderr.LocalKafka.Inspect.StoredData;
using Noderr.LocalKafka.Log;

namespace Noderr.Cli.Doctoring;

/// <summary>What this machine has for a Noderr: processors, memory, handles, and a folder that keeps what is written.</summary>
internal static class Machine
{
    private const long LittleMemory = 1_000_000_000, LittleSpace = 1_000_000_000, FewHandles = 4096;
    private const int Flushes = 25;
    private const double SlowFlushMs = 5;

    public static Finding Processors() => Environment.ProcessorCount >= 2
        ? Finding.Good("processors", $"{Environment.ProcessorCount}")
        : Finding.Warn("processors", "1", "ten services and a broker take turns on it; give it two for figures worth looking at");

    public static Finding Memory()
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return available >= LittleMemory ? Finding.Good("memory", Say.Size(available)) : Finding.Warn("memory", Say.Size(available), "noderr run takes about half a gigabyte; give it one");
    }

    public static Finding Handles()
    {
        const string limits = "/proc/self/limits";
        if (!File.Exists(limits)) return Finding.Good("file handles", "not counted on this system");
        var line = File.ReadLines(limits).FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal)) ?? "";
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(4).FirstOrDefault();
        return !long.TryParse(hard, CultureInfo.InvariantCulture, out var most) || most >= FewHandles
            ? Finding.Good("file handles", hard ?? "unlimited")
            : Finding.Warn("file handles", hard!, $"a broker with many topics and clients needs more: ulimit -n {FewHandles}");
    }

    public static IEnumerable<Finding> Folder(string path)
    {
        var full = Path.GetFullPath(path);
        Finding? broken = null;
        try
        {
            if (Directory.Exists(Path.Combine(full, "topics"))) using (StoredData.Open(full)) { }
            else Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is DataFolderException or IOException or UnauthorizedAccessException)
        {
            broken = Finding.Bad("data folder", e.Message, "stop the other one, or give a folder of its own with --data");
        }
        if (broken is not null)
        {
            yield return broken;
            yield break;
        }
        var free = new DriveInfo(full).AvailableFreeSpace;
        yield return free >= LittleSpace
            ? Finding.Good("data folder", $"{full}, {Say.Size(free)} free")
            : Finding.Warn("data folder", $"{full}, {Say.Size(free)} free", "journals grow; free some space, or give another folder with --data");
        yield return Flush(full);
    }

    /// <summary>Money hangs on journals that are flushed with every entry: four of them lie between a tick and its order.</summary>
    private static Finding Flush(string folder)
    {
        var path = Path.Combine(folder, $".doctor.{Environment.ProcessId}");
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            var times = new double[Flushes];
            for (var i = 0; i < Flushes; i++)
            {
                file.Write(new byte[256]);
                var began = Stopwatch.GetTimestamp();
                file.Flush(flushToDisk: true);
                times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
            Array.Sort(times);
            var (median, slowest) = (times[Flushes / 2], times[^1]);
            var seen = string.Create(CultureInfo.InvariantCulture, $"{median:0.00} ms in the middle, {slowest:0.00} ms at the most");
            return median <= SlowFlushMs ? Finding.Good("flush to disk", seen) : Finding.Warn("flush to disk", seen, "an order waits for four of these; give --data a folder on a faster disk");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Bad("flush to disk", e.Message, "give a folder that this user may write to, with --data");
        }
    }
}
