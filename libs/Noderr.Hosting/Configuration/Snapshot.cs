namespace Noderr.Hosting.Configuration;

/// <summary>All settings as they were at one time; never changes.</summary>
public sealed class Snapshot(long version, IReadOnlyDictionary<Type, object> sections, IReadOnlyList<EffectiveSetting> settings)
{
    public long Version => version;

    public IReadOnlyList<EffectiveSetting> Settings => settings;

    public T Section<T>() where T : class =>
        sections.TryGetValue(typeof(T), out var section) ? (T)section : throw new InvalidOperationException($"{typeof(T).Name} is no section of this service");

    /// <summary>The settings that differ, by name; a name that only one of both has is among them.</summary>
    public IEnumerable<string> DifferencesTo(Snapshot other)
    {
        var mine = settings.ToDictionary(s => s.Path, s => s.Text, StringComparer.Ordinal);
        var others = other.Settings.ToDictionary(s => s.Path, s => s.Text, StringComparer.Ordinal);
        return mine.Keys.Union(others.Keys).Where(path => mine.GetValueOrDefault(path) != others.GetValueOrDefault(path));
    }
}
