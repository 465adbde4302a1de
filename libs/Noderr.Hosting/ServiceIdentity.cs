using System.Reflection;

namespace Noderr.Hosting;

/// <summary>Which program this is.</summary>
public sealed record ServiceIdentity(string Name, string Version, string Commit, DateTimeOffset Started)
{
    public static ServiceIdentity Of(string name)
    {
        var assembly = Assembly.GetEntryAssembly() ?? typeof(ServiceIdentity).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var plus = version.IndexOf('+');
        return plus < 0 ? new(name, version, "unknown", DateTimeOffset.UtcNow) : new(name, version[..plus], version[(plus + 1)..], DateTimeOffset.UtcNow);
    }
}
