using System.Text.Json;
using System.Text.Json.Nodes;

namespace Noderr.LocalKafka.Registry;

internal sealed record RegisterRequest(SchemaContent Content, int? Id = null, int Version = 0);

/// <summary>
/// The rules of registering, looking up and deleting. One gate lets a single request in at a time, so the same text
/// registered by many at once gets one id; a change is appended to the log first and applied to the state after.
/// </summary>
internal sealed class SchemaRegistry : IDisposable
{
    private readonly ISchemaLog log;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SchemaLoader loader;

    /// <param name="unreadable">Told of records that are not the registry's: its topic can be written by any Kafka client.</param>
    public SchemaRegistry(ISchemaLog log, Action<Exception>? unreadable = null)
    {
        this.log = log;
        loader = new(State);
        foreach (var record in log.ReadAll()) Replay(record, unreadable);
    }

    /// <summary>To be read inside <see cref="ExclusivelyAsync{T}"/> only.</summary>
    public RegistryState State { get; } = new();

    public async ValueTask<T> ExclusivelyAsync<T>(Func<ValueTask<T>> work, CancellationToken ct)
    {
        await gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    public ParsedSchema Load(SchemaVersion version) => loader.Load(version.Subject, version.Content, isNew: false);

    /// <returns>The version as stored, and whether the registry filled in what the request left out.</returns>
    public async ValueTask<(SchemaVersion Stored, bool Completed)> RegisterAsync(Subject subject, RegisterRequest request, bool normalize)
    {
        var mode = State.ModeInScope(subject);
        RefuseReadOnly(subject);
        if (request.Id is not null && mode != Mode.Import) throw Refusal.NotPermitted($"Subject {subject} is not in import mode");
        if (request.Id is null && mode != Mode.ReadWrite) throw Refusal.NotPermitted($"Subject {subject} is not in read-write mode");

        var all = State.Versions(subject).ToList();
        var live = all.Where(v => !v.Deleted).ToList();
        var content = mode == Mode.Import ? request.Content : Complete(request.Content, live.LastOrDefault());
        var (parsed, canonical) = Canonicalize(subject, content, isNew: request.Id is null, normalize);
        var completed = content != request.Content;

        var id = request.Id;
        if (State.IdOf(subject.Context, canonical) is { } known && (id is null || id == known))
        {
            id = known;
            if (request.Version == 0 && live.LastOrDefault(v => v.Id == known) is { } same) return (same, completed);
        }

        if (request.Version == 0 && SentResolved(canonical, parsed, live) is { } resolved) return (resolved, completed);
        if (mode != Mode.Import && WhyIncompatible(subject, parsed, live) is { Count: > 0 } why) throw Refusal.Incompatible(subject, why);

        var next = all.Count == 0 ? 1 : all[^1].Version + 1;
        var version = request.Version > 0 ? request.Version : next;
        if (version != next && mode != Mode.Import) throw Refusal.InvalidSchema("Version is not one more than previous version");
        if (id is { } given && State.WithId(subject.Context, given).FirstOrDefault() is { } holder
            && holder.Content.Fingerprint != canonical.Fingerprint)
        {
            throw Refusal.NotPermitted($"Overwrite new schema with id {given} is not permitted.");
        }

        if (subject.Context != Subject.DefaultContext && !State.Contexts.Contains(subject.Context))
            await WriteAsync(SchemaRecordFormat.Context(subject.Context)).ConfigureAwait(false);
        var stored = new SchemaVersion(subject, version, id ?? State.MaxId(subject.Context) + 1, canonical, Deleted: false);
        foreach (var old in all.Where(v => v.Deleted && v.Id == stored.Id && v.Version < version))
            await WriteAsync(SchemaRecordFormat.SchemaTombstone(subject, old.Version)).ConfigureAwait(false);
        await WriteAsync(SchemaRecordFormat.Schema(stored)).ConfigureAwait(false);
        return (stored, completed);
    }

    public SchemaVersion LookUp(Subject subject, SchemaContent content, bool normalize, bool deletedToo)
    {
        SchemaVersion? found = null;
        var candidates = State.Versions(subject).Where(v => deletedToo || !v.Deleted).ToList();
        if (content.Text.Trim().Length > 0)
        {
            var (parsed, canonical) = Canonicalize(subject, content, isNew: false, normalize);
            found = State.IdOf(subject.Context, canonical) is { } id ? candidates.LastOrDefault(v => v.Id == id) : null;
            found ??= SentResolved(canonical, parsed, candidates);
        }

        return found ?? throw (State.Has(subject, deletedToo) ? Refusal.SchemaNotFound() : Refusal.SubjectNotFound(subject));
    }

    /// <param name="version">One version, or null for those that the level looks at.</param>
    /// <returns>Why the schema does not fit; empty when it does.</returns>
    public IReadOnlyList<string> Check(Subject subject, SchemaContent content, VersionId? version, bool normalize)
    {
        var against = version is not { } named ? [.. State.Versions(subject).Where(v => !v.Deleted)]
            : Find(subject, named, deletedToo: false) is { } one ? [one]
            : named.IsLatest ? new List<SchemaVersion>()
            : throw Refusal.VersionNotFound(named.Number);
        return WhyIncompatible(subject, Canonicalize(subject, content, isNew: true, normalize).Parsed, against);
    }

    public SchemaVersion? Find(Subject subject, VersionId version, bool deletedToo)
    {
        var found = version.IsLatest ? State.Latest(subject) : State.Find(subject, version.Number);
        return found is { Deleted: true } && !deletedToo ? null : found;
    }

    public SchemaVersion Get(Subject subject, VersionId version, bool deletedToo) => Find(subject, version, deletedToo)
        ?? throw (State.Has(subject, deletedToo) ? Refusal.VersionNotFound(version.Number) : Refusal.SubjectNotFound(subject));

    public async ValueTask<IReadOnlyList<int>> DeleteSubjectAsync(Subject subject, bool permanent)
    {
        if (!State.Has(subject, deletedToo: true)) throw Refusal.SubjectNotFound(subject);
        if (!permanent && !State.Has(subject, deletedToo: false)) throw Refusal.SubjectSoftDeleted(subject);
        RefuseReadOnly(subject);
        var doomed = State.Versions(subject).Where(v => permanent || !v.Deleted).ToList();
        foreach (var version in doomed)
        {
            RefuseReferenced(version);
            if (permanent && !version.Deleted) throw Refusal.SubjectNotSoftDeleted(subject);
        }

        if (permanent)
        {
            foreach (var version in doomed) await WriteAsync(SchemaRecordFormat.SchemaTombstone(subject, version.Version)).ConfigureAwait(false);
        }
        else
        {
            await WriteAsync(SchemaRecordFormat.DeleteSubject(subject, doomed[^1].Version)).ConfigureAwait(false);
            await ForgetSettingsAsync(subject).ConfigureAwait(false);
        }

        return [.. doomed.Select(v => v.Version)];
    }

    public async ValueTask<int> DeleteVersionAsync(Subject subject, VersionId id, bool permanent)
    {
        var version = Get(subject, id, deletedToo: true);
        if (version.Deleted && !permanent) throw Refusal.VersionSoftDeleted(subject, version.Version);
        RefuseReadOnly(subject);
        RefuseReferenced(version);
        if (permanent && !version.Deleted) throw Refusal.VersionNotSoftDeleted(subject, version.Version);

        await WriteAsync(permanent
            ? SchemaRecordFormat.SchemaTombstone(subject, version.Version)
            : SchemaRecordFormat.Schema(version with { Deleted = true })).ConfigureAwait(false);
        if (!permanent && !State.Has(subject, deletedToo: false)) await ForgetSettingsAsync(subject).ConfigureAwait(false);
        return version.Version;
    }

    public ValueTask SetConfigAsync(Subject? subject, JsonObject changes)
    {
        RefuseReadOnly(subject);
        var config = State.Config(subject)?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in changes) config[name] = value?.DeepClone();
        return WriteAsync(SchemaRecordFormat.Config(subject, config));
    }

    public ValueTask DeleteConfigAsync(Subject? subject)
    {
        RefuseReadOnly(subject);
        return WriteAsync(SchemaRecordFormat.Config(subject, null));
    }

    public async ValueTask SetModeAsync(Subject? subject, Mode mode, bool force)
    {
        if (mode == Mode.Import && State.ModeInScope(subject) != Mode.Import && !force)
        {
            if (State.Has(subject, deletedToo: false)) throw Refusal.NotPermitted("Cannot import since found existing subjects");
            var left = State.Subjects.Where(s => subject?.Covers(s) ?? true).SelectMany(State.Versions).ToList();
            left.ForEach(RefuseReferenced);
            foreach (var version in left)
                await WriteAsync(SchemaRecordFormat.SchemaTombstone(version.Subject, version.Version)).ConfigureAwait(false);
            await WriteAsync(SchemaRecordFormat.ClearSubject(subject)).ConfigureAwait(false);
        }

        await WriteAsync(SchemaRecordFormat.Mode(subject, mode)).ConfigureAwait(false);
    }

    public ValueTask DeleteModeAsync(Subject subject) => WriteAsync(SchemaRecordFormat.Mode(subject, null));

    public CompatibilityLevel Level(Subject? subject) =>
        Levels.ParseLevel((string?)State.ConfigInScope(subject)?["compatibilityLevel"]) ?? CompatibilityLevel.Backward;

    private void Replay(SchemaRecord record, Action<Exception>? unreadable)
    {
        try
        {
            State.Apply(record);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or Refusal)
        {
            unreadable?.Invoke(e);
        }
    }

    /// <summary>Not cancelled with the request: a record that is half on its way must be applied when it arrives.</summary>
    private async ValueTask WriteAsync(SchemaRecord record)
    {
        await log.AppendAsync(record, CancellationToken.None).ConfigureAwait(false);
        State.Apply(record);
    }

    private async ValueTask ForgetSettingsAsync(Subject subject)
    {
        if (State.Mode(subject) is not null) await WriteAsync(SchemaRecordFormat.Mode(subject, null)).ConfigureAwait(false);
        if (State.Config(subject) is not null) await WriteAsync(SchemaRecordFormat.Config(subject, null)).ConfigureAwait(false);
    }

    private (ParsedSchema Parsed, SchemaContent Canonical) Canonicalize(Subject subject, SchemaContent content, bool isNew, bool normalize)
    {
        if (content.Text.Trim().Length == 0) throw Refusal.InvalidSchema("Empty schema");
        normalize |= (bool?)State.ConfigInScope(subject)?["normalize"] ?? false;
        var pinned = content with { References = loader.Pin(subject, content.References) };
        var parsed = loader.Load(subject, pinned, isNew);
        return (parsed, pinned with { Text = parsed.Canonical(normalize) });
    }

    /// <summary>What a request leaves out is taken from the version before it.</summary>
    private static SchemaContent Complete(SchemaContent content, SchemaVersion? previous)
    {
        if (previous is null) return content;
        if (content.Text.Trim().Length == 0) content = previous.Content with { Metadata = content.Metadata, RuleSet = content.RuleSet };
        return content.Metadata is null && previous.Content.Metadata is not null || content.RuleSet is null && previous.Content.RuleSet is not null
            ? content with
            {
                Metadata = content.Metadata ?? previous.Content.Metadata,
                RuleSet = content.RuleSet ?? previous.Content.RuleSet,
            }
            : content;
    }

    /// <summary>A client may send a schema with its references written out; it is the same schema as the one that refers.</summary>
    private SchemaVersion? SentResolved(SchemaContent content, ParsedSchema parsed, List<SchemaVersion> candidates) =>
        content.References.Count > 0 || parsed.Resolved is not { } resolved ? null
        : candidates.LastOrDefault(v => v.Content.Type == content.Type && v.Content.References.Count > 0 && Load(v).Resolved == resolved);

    private List<string> WhyIncompatible(Subject subject, ParsedSchema schema, List<SchemaVersion> earlier)
    {
        var level = Level(subject);
        if (level == CompatibilityLevel.None) return [];
        foreach (var version in level.IsTransitive() ? Enumerable.Reverse(earlier) : earlier.TakeLast(1))
        {
            var old = Load(version);
            var differences = new List<Difference>();
            if (level.NewReadsOld()) differences.AddRange(schema.WhyItCannotRead(old));
            if (level.OldReadsNew()) differences.AddRange(old.WhyItCannotRead(schema));
            if (differences.Count == 0) continue;
            return [.. differences.Distinct().Select(d => d.ToString()), $"{{oldSchemaVersion: {version.Version}}}",
                $"{{oldSchema: '{version.Content.Text}'}}", $"{{compatibility: '{level.Text()}'}}"];
        }

        return [];
    }

    private void RefuseReadOnly(Subject? subject)
    {
        if (State.ModeInScope(subject) is Mode.ReadOnly or Mode.ReadOnlyOverride)
            throw Refusal.NotPermitted($"Subject {subject?.ToString() ?? "null"} is in read-only mode");
    }

    private void RefuseReferenced(SchemaVersion version)
    {
        if (State.ReferrersOf(version.Subject, version.Version).Any()) throw Refusal.ReferenceExists(version.Subject, version.Version);
    }
}
