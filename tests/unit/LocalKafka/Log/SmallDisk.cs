using System.Diagnostics;

namespace Noderr.Tests.Unit.LocalKafka.Log;

/// <summary>A file system of a few megabytes, in memory. Mounting takes a privileged user: others skip the test.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("localkafka-disk-").FullName;
    private readonly string? problem;

    public SmallDisk(int megabytes) => problem = OperatingSystem.IsLinux() ? Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path) : "no tmpfs here";

    public string Folder => Path.Combine(path, "data");

    private string Filler => Path.Combine(path, "filler");

    public void SkipUnlessMounted() => Assert.SkipWhen(problem is not null, $"can't mount a small disk: {problem}");

    /// <summary>Somebody else's file takes what is left.</summary>
    public void Fill(int exceptBytes = 0)
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            file.SetLength(Math.Max(0, file.Length - exceptBytes));
        }
    }

    public void Free() => File.Delete(Filler);

    public string? ReadOnly() => Run("mount", "-o", "remount,ro", path);

    public void Dispose()
    {
        if (problem is null) Run("umount", "-l", path);
        Directory.Delete(path, recursive: true);
    }

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : said.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
