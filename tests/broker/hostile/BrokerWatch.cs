using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>The broker seen from outside: its memory, threads, open files, and what it logs.</summary>
public sealed class BrokerWatch(BrokerProcess broker)
{
    // Threads of the pool and files that are still being deleted.
    private const int ThreadSlack = 16, FileSlack = 20;

    private int _threads, _files;

    public bool IsRunning => broker.IsRunning;

    public long PeakMegabytes => ProcessFacts.PeakResidentBytes(broker.Pid) >> 20;

    public string Now => $"RSS {ProcessFacts.ResidentBytes(broker.Pid) >> 20} MB (peak {PeakMegabytes} MB), {ProcessFacts.Threads(broker.Pid)} threads, {Files()} files";

    public void Remember() => (_threads, _files) = (ProcessFacts.Threads(broker.Pid), Files());

    /// <summary>Waits until threads and files are about as many as they were.</summary>
    public bool ComesBack(TimeSpan limit, out string counts)
    {
        var end = DateTime.UtcNow + limit;
        while (true)
        {
            var (threads, files) = (ProcessFacts.Threads(broker.Pid), Files());
            counts = $"{_threads} threads and {_files} files before, {threads} and {files} now";
            if (threads <= _threads + ThreadSlack && files <= _files + FileSlack)
                return true;
            if (DateTime.UtcNow > end)
            {
                counts += $": {Kinds()}";
                return false;
            }
            Thread.Sleep(250);
        }
    }

    private int Files() => OpenNames().Count();

    // The runtime opens its libraries when it needs them, and keeps them open.
    private IEnumerable<string> OpenNames() =>
        ProcessFacts.OpenFileNames(broker.Pid).Where(name => Path.GetExtension(name) is not (".dll" or ".pdb" or ".so"));

    private string Kinds() => string.Join(", ", OpenNames()
        .GroupBy(name => name.StartsWith('/') ? Path.GetExtension(name) : name.Split(':')[0])
        .OrderByDescending(g => g.Count())
        .Select(g => $"{g.Count()} {g.Key} ({g.First()})"));

    /// <summary>Refusals are warnings; an error is a fault of the broker, and so is whatever the runtime says by itself.</summary>
    public string? Complaints()
    {
        using var log = new StreamReader(new FileStream(broker.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var (count, first) = (0, "");
        while (log.ReadLine() is { } line)
        {
            if (!line.Contains("\"log.level\":\"Error\"", StringComparison.Ordinal) && !line.Contains("Unhandled", StringComparison.Ordinal) && !line.StartsWith("   at ", StringComparison.Ordinal))
                continue;
            if (count++ == 0)
                first = line;
        }
        return count == 0 ? null : $"{count} lines, first {first[..Math.Min(first.Length, 900)]}";
    }
}
