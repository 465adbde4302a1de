using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Noderr.Hosting.Logs;

/// <summary>The least that each part of a host logs; the longest name that fits decides. Can be changed at any time.</summary>
public sealed class LogLevels
{
    public const string Root = "ROOT";

    private readonly Lock gate = new();
    private volatile Table table = new(ImmutableSortedDictionary.Create<string, LogLevel>(StringComparer.Ordinal)
        .Add(Root, LogLevel.Information).Add("Microsoft", LogLevel.Warning).Add("System", LogLevel.Warning));

    public IReadOnlyDictionary<string, LogLevel> Configured => table.Levels;

    public LogLevel Of(string category) => table.Of(category);

    /// <summary>No level takes back what was said of the name; the root always has one.</summary>
    public void Set(string name, LogLevel? level)
    {
        lock (gate)
        {
            if (level is { } given) table = new Table(table.Levels.SetItem(name, given));
            else if (name != Root) table = new Table(table.Levels.Remove(name));
        }
    }

    /// <summary>ASP.NET asks a dozen times for each request: what was found once is known.</summary>
    private sealed class Table(ImmutableSortedDictionary<string, LogLevel> levels)
    {
        private readonly ConcurrentDictionary<string, LogLevel> found = new(StringComparer.Ordinal);

        public ImmutableSortedDictionary<string, LogLevel> Levels => levels;

        public LogLevel Of(string category) => found.GetOrAdd(category, static (category, levels) =>
        {
            for (var name = category; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('.'))])
                if (levels.TryGetValue(name, out var level)) return level;
            return levels[Root];
        }, levels);
    }
}
