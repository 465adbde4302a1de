using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Configuration;

/// <summary>Layers below, the runtime layer above, and the snapshot they make together: readers see one version or the next, never a mixture.</summary>
public sealed class ConfigurationStore : IRuntimeLayer
{
    private readonly Lock gate = new();
    private readonly Schema schema;
    private readonly SecretReferences secrets;
    private readonly IReadOnlyList<LayerText> beneath;
    private readonly List<Action<Snapshot, Snapshot>> listeners = [];
    private volatile Snapshot current;

    private ConfigurationStore(Schema schema, IReadOnlyList<LayerText> beneath, SecretReferences secrets, Snapshot first) =>
        (this.schema, this.beneath, this.secrets, current) = (schema, beneath, secrets, first);

    public Snapshot Current => current;

    /// <exception cref="InvalidConfigurationException">Names every setting that is wrong.</exception>
    public static ConfigurationStore Open(Schema schema, IEnumerable<LayerReading> layers, SecretReferences secrets)
    {
        var readings = layers.ToArray();
        var texts = readings.SelectMany(r => r.Settings).OrderBy(t => t.Layer).ToArray();
        var (snapshot, violations) = Read(schema, texts, secrets, 1);
        Violation[] all = [.. readings.SelectMany(r => r.Violations), .. violations];
        return all.Length == 0 ? new ConfigurationStore(schema, texts, secrets, snapshot) : throw new InvalidConfigurationException(all);
    }

    public Configuration<T> Of<T>() where T : class => new(this, schema.Sections.Single(s => s.Type == typeof(T)).Name);

    public IReadOnlyList<Violation> Apply(IReadOnlyDictionary<string, string> settings)
    {
        lock (gate)
        {
            var before = current;
            var (next, violations) = Under(settings);
            if (violations.Count > 0) return violations;
            current = next;
            Tell(before, next);
            return [];
        }
    }

    /// <summary>What would speak against it; nothing is changed.</summary>
    public IReadOnlyList<Violation> Check(IReadOnlyDictionary<string, string> settings) => Under(settings).Violations;

    /// <summary>Calls after each swap, in order of versions, until the answer is disposed.</summary>
    public IDisposable OnChange(Action<Snapshot, Snapshot> listener)
    {
        lock (gate) listeners.Add(listener);
        return new Subscription(this, listener);
    }

    private (Snapshot Next, IReadOnlyList<Violation> Violations) Under(IReadOnlyDictionary<string, string> settings)
    {
        var before = current;
        var runtime = settings.Select(s => new LayerText(Layer.Runtime, s.Key, s.Value, "runtime"));
        var (next, violations) = Read(schema, [.. beneath, .. runtime], secrets, before.Version + 1);
        return (next, [.. violations, .. Frozen(before, next)]);
    }

    /// <summary>The swap is done: a listener that fails keeps neither it nor the other listeners back.</summary>
    private void Tell(Snapshot before, Snapshot next)
    {
        List<Exception>? failures = null;
        foreach (var listener in listeners.ToArray())
        {
            try
            {
                listener(before, next);
            }
#pragma warning disable CA1031 // All are thrown together below.
            catch (Exception e)
#pragma warning restore CA1031
            {
                (failures ??= []).Add(e);
            }
        }
        if (failures is not null) throw new AggregateException("the configuration was changed, and these could not follow", failures);
    }

    private static IEnumerable<Violation> Frozen(Snapshot before, Snapshot next) =>
        from path in next.DifferencesTo(before)
        let setting = next.Settings.FirstOrDefault(s => s.Path == path) ?? before.Settings.First(s => s.Path == path)
        where !setting.IsLive
        select new Violation(path, "must not change at run time, a restart is needed", setting.Shown) { Origin = setting.Origin };

    private static (Snapshot Snapshot, List<Violation> Violations) Read(Schema schema, IReadOnlyList<LayerText> texts, SecretReferences secrets, long version)
    {
        var tree = new SettingTree();
        var twice = new List<Violation>();
        foreach (var text in texts)
        {
            if (!tree.Set(text.Path, new RawValue(text.Text, text.Origin, text.Layer)))
                twice.Add(new Violation(text.Path, "must be set once in a layer", "set twice") { Origin = text.Origin });
        }
        var binder = new Binder(schema, tree, secrets);
        var sections = binder.Bind();
        return (new Snapshot(version, sections, binder.Settings), [.. twice, .. binder.Violations]);
    }

    private sealed class Subscription(ConfigurationStore store, Action<Snapshot, Snapshot> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (store.gate) store.listeners.Remove(listener);
        }
    }
}
