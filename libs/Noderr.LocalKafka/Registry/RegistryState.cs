using System.Text.Json;
using System.Text.Json.Nodes;

namespace Noderr.LocalKafka.Registry;

/// <summary>
/// What the log says. It changes only by <see cref="Apply"/>, both at start and after each append, so that a restart
/// and the running registry cannot disagree.
/// </summary>
internal sealed class RegistryState
{
    private readonly SortedDictionary<Subject, SortedDictionary<int, SchemaVersion>> subjects = [];
    private readonly Dictionary<(string Context, int Id), SortedSet<(Subject Subject, int Version)>> uses = [];
    private readonly Dictionary<(string Context, string Fingerprint), int> idOfContent = [];
    private readonly Dictionary<string, int> maxId = [];
    private readonly Dictionary<Subject, JsonObject> configs = [];
    private readonly Dictionary<Subject, Mode> modes = [];
    private readonly SortedSet<string> contexts = new(StringComparer.Ordinal);

    private static readonly Subject Global = new(Subject.DefaultContext, "");

    public IEnumerable<string> Contexts => [Subject.DefaultContext, .. contexts];

    public IEnumerable<Subject> Subjects => subjects.Keys;

    public IEnumerable<SchemaVersion> Versions(Subject subject) => subjects.TryGetValue(subject, out var versions) ? versions.Values : [];

    public SchemaVersion? Find(Subject subject, int version) =>
        subjects.TryGetValue(subject, out var versions) && versions.TryGetValue(version, out var found) ? found : null;

    public SchemaVersion? Latest(Subject subject) => Versions(subject).LastOrDefault(v => !v.Deleted);

    public bool Has(Subject? subject, bool deletedToo) =>
        subjects.Where(s => subject?.Covers(s.Key) ?? true).Any(s => s.Value.Values.Any(v => deletedToo || !v.Deleted));

    /// <summary>Every version, deleted ones too, that bears the id; empty when the id is unknown.</summary>
    public IEnumerable<SchemaVersion> WithId(string context, int id) =>
        uses.TryGetValue((context, id), out var keys) ? keys.Select(k => subjects[k.Subject][k.Version]) : [];

    public int? IdOf(string context, SchemaContent content) =>
        idOfContent.TryGetValue((context, content.Fingerprint), out var id) ? id : null;

    public int MaxId(string context) => maxId.GetValueOrDefault(context);

    public IEnumerable<SchemaVersion> ReferrersOf(Subject subject, int version) =>
        subjects.Values.SelectMany(s => s.Values).Where(v => !v.Deleted && v.Content.References.Any(r =>
            r.Version == version && Subject.ParseWithin(v.Subject.Context, r.Subject) == subject));

    public JsonObject? Config(Subject? subject) => configs.GetValueOrDefault(subject ?? Global);

    public JsonObject? ConfigInScope(Subject? subject) =>
        Config(subject) ?? (subject is { } s && s.Context != Subject.DefaultContext ? Config(s.WholeContext) : null) ?? Config(null);

    public Mode? Mode(Subject? subject) => modes.TryGetValue(subject ?? Global, out var mode) ? mode : null;

    public Mode ModeInScope(Subject? subject) =>
        Mode(null) is Registry.Mode.ReadOnlyOverride ? Registry.Mode.ReadOnlyOverride
        : Mode(subject) ?? (subject is { } s && s.Context != Subject.DefaultContext ? Mode(s.WholeContext) : null)
            ?? Mode(null) ?? Registry.Mode.ReadWrite;

    public void Apply(SchemaRecord record)
    {
        using var key = Json.Parse(record.Key);
        using var value = record.Value is null ? null : Json.Parse(record.Value);
        var subject = key.RootElement.Text("subject") is { Length: > 0 } text ? Subject.Parse(text) : Global;
        switch (key.RootElement.Text("keytype"))
        {
            case "SCHEMA":
                Remove(subject, key.RootElement.GetProperty("version").GetInt32());
                if (value is not null) Add(SchemaRecordFormat.ReadSchema(value.RootElement));
                break;
            case "CONFIG":
                if (value is null) configs.Remove(subject);
                else configs[subject] = WithoutSubject(JsonObject.Create(value.RootElement.Clone()) ?? []);
                break;
            case "MODE":
                if (Levels.ParseMode(value?.RootElement.Text("mode")) is { } mode) modes[subject] = mode;
                else modes.Remove(subject);
                break;
            case "DELETE_SUBJECT" when value is not null:
                var upTo = value.RootElement.GetProperty("version").GetInt32();
                foreach (var version in Versions(subject).Where(v => v.Version <= upTo).ToList())
                    subjects[subject][version.Version] = version with { Deleted = true };
                break;
            case "CLEAR_SUBJECT" when value is not null:
                foreach (var gone in subjects.Where(s => subject == Global || subject.Covers(s.Key)).SelectMany(s => s.Value.Values)
                    .Where(v => v.Deleted).ToList())
                    Remove(gone.Subject, gone.Version);
                break;
            case "CONTEXT" when value is not null:
                contexts.Add(key.RootElement.Text("context") ?? throw new FormatException("a context without its name"));
                break;
        }
    }

    private void Add(SchemaVersion version)
    {
        var context = version.Subject.Context;
        if (!subjects.TryGetValue(version.Subject, out var versions)) subjects[version.Subject] = versions = [];
        versions[version.Version] = version;
        if (!uses.TryGetValue((context, version.Id), out var keys)) uses[(context, version.Id)] = keys = [];
        keys.Add((version.Subject, version.Version));
        idOfContent[(context, version.Content.Fingerprint)] = version.Id;
        maxId[context] = Math.Max(MaxId(context), version.Id);
        if (context != Subject.DefaultContext) contexts.Add(context);
    }

    private void Remove(Subject subject, int version)
    {
        if (Find(subject, version) is not { } gone) return;
        subjects[subject].Remove(version);
        if (subjects[subject].Count == 0) subjects.Remove(subject);
        var use = (subject.Context, gone.Id);
        uses[use].Remove((subject, version));
        if (uses[use].Count > 0) return;
        uses.Remove(use);
        idOfContent.Remove((subject.Context, gone.Content.Fingerprint));
    }

    private static JsonObject WithoutSubject(JsonObject value)
    {
        value.Remove("subject");
        return value;
    }
}
