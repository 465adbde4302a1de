namespace Noderr.Hosting.Configuration;

/// <summary>One section, as it is now. Who needs several settings to fit together takes <see cref="Current"/> once and keeps it.</summary>
public sealed class Configuration<T>(ConfigurationStore store, string name) where T : class
{
    public T Current => store.Current.Section<T>();

    public long Version => store.Current.Version;

    /// <summary>Calls with the old and the new section after a change of one of its settings.</summary>
    public IDisposable OnChange(Action<T, T> listener) => store.OnChange((before, next) =>
    {
        if (next.DifferencesTo(before).Any(path => path.StartsWith(name + '.', StringComparison.Ordinal))) listener(before.Section<T>(), next.Section<T>());
    });
}
