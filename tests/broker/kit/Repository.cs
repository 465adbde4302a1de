using System.Diagnostics;

namespace Noderr.Tests.Broker.Kit;

/// <summary>Where the checkout and the shared archives are.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Shared { get; } = Environment.GetEnvironmentVariable("NODERR_SHARED") is { Length: > 0 } set
        ? set
        : Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    public static string Golden { get; } = Environment.GetEnvironmentVariable("NODERR_GOLDEN") is { Length: > 0 } set
        ? set
        : Path.Combine(Shared, "golden");

    /// <summary>Folder of a third-party archive, or null when the shared tools are not on this machine.</summary>
    public static string? Archive(string name)
    {
        var get = Path.Combine(Shared, "tools", "get");
        if (!File.Exists(get))
            return null;
        using var process = Process.Start(new ProcessStartInfo(get, [name]) { RedirectStandardOutput = true })!;
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 && Directory.Exists(folder) ? folder : null;
    }

    private static string FindRoot()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Noderr.Services.sln")))
                    return folder.FullName;
        throw new InvalidOperationException("run inside a checkout: no Noderr.Services.sln above the working folder");
    }
}
