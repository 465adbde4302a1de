using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Noderr.Hosting.Logs;

/// <summary>The least that each part of a host logs; the longest name that fits decides. Can be changed at any time.</summary>
public sealed class LogLevels
{
    public const string Root = "ROOT";

    private readonly Lock gate = new();
    private volatile ImmutableSortedDictionary<string, LogLevel> levels = ImmutableSortedDictionary<string, LogLevel>.Empty
        .Add(Root, LogLevel.Information).Add("Microsoft", LogLevel.Warning).Add("System", LogLevel.Warning);

    public IReadOnlyDictionary<string, LogLevel> Configured => levels;

    public LogLevel Of(string category)
    {
        var now = levels;
        for (var name = category; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('.'))])
            if (now.TryGetValue(name, out var level)) return level;
        return now[Root];
    }

    /// <summary>No level takes back what was said of the name; the root always has one.</summary>
    public void Set(string name, LogLevel? level)
    {
        lock (gate)
        {
            if (level is { } given) levels = levels.SetItem(name, given);
            else if (name != Root) levels = levels.Remove(name);
        }
    }
}
