using System.Text.Json;
using System.Text.Json.Nodes;

namespace Noderr.LocalKafka.Registry;

/// <summary>The registry's addresses. <see cref="Find"/> is the table, the methods below it are what stands in it.</summary>
internal sealed class Routes(SchemaRegistry registry, RegistryOptions options)
{
    private delegate ValueTask<Reply> Handler();

    private readonly record struct Resource(Handler? Get = null, Handler? Post = null, Handler? Put = null, Handler? Delete = null);

    private RegistryState State => registry.State;

    /// <exception cref="Refusal">404 for an unknown address, 405 for an unknown method.</exception>
    public Func<ValueTask<Reply>> Find(Call call)
    {
        var resource = Match(call, call.Path) ?? throw Refusal.NotFound();
        var handler = call.Method switch
        {
            "GET" => resource.Get,
            "POST" => resource.Post,
            "PUT" => resource.Put,
            "DELETE" => resource.Delete,
            _ => null,
        };
        return handler is null ? throw Refusal.Http(405, "Method Not Allowed") : handler.Invoke;
    }

    public ValueTask<Reply> RunAsync(Func<ValueTask<Reply>> handler, CancellationToken ct) => registry.ExclusivelyAsync(handler, ct);

    private Resource? Match(Call call, string[] path) => path switch
    {
        [] => new(Get: () => Now(new JsonObject()), Post: () => Now(new JsonObject())),
        ["schemas"] => new(Get: () => Now(ListSchemas(call))),
        ["schemas", "types"] => new(Get: () => Now(Json.Array([SchemaContent.Json, SchemaContent.Protobuf, SchemaContent.Avro]))),
        ["schemas", "ids", var id] => new(Get: () => Now(SchemaById(call, id))),
        ["schemas", "ids", var id, "schema"] => new(Get: () => Now(Formatted(call, WithId(call, id, deletedToo: true)))),
        ["schemas", "ids", var id, "subjects"] => new(Get: () => Now(SubjectsOfId(call, id))),
        ["schemas", "ids", var id, "versions"] => new(Get: () => Now(VersionsOfId(call, id))),
        ["subjects"] => new(Get: () => Now(ListSubjects(call))),
        ["subjects", var s] => new(Post: () => Now(LookUp(call, Subject.Parse(s))), Delete: () => DeleteSubjectAsync(call, Subject.Parse(s))),
        ["subjects", var s, "versions"] => new(Get: () => Now(ListVersions(call, Subject.Parse(s))), Post: () => RegisterAsync(call, s)),
        ["subjects", var s, "versions", var v] => new(Get: () => Now(GetVersion(call, Subject.Parse(s), v)), Delete: () => DeleteVersionAsync(call, Subject.Parse(s), v)),
        ["subjects", var s, "versions", var v, "schema"] => new(Get: () => Now(Formatted(call, Version(call, Subject.Parse(s), v)))),
        ["subjects", var s, "versions", var v, "referencedby"] => new(Get: () => Now(ReferencedBy(Subject.Parse(s), v))),
        ["subjects", var s, "metadata"] => new(Get: () => Now(LatestWithMetadata(call, Subject.Parse(s)))),
        ["compatibility", "subjects", var s, "versions"] => new(Post: () => Now(Check(call, Subject.Parse(s), null))),
        ["compatibility", "subjects", var s, "versions", var v] => new(Post: () => Now(Check(call, Subject.Parse(s), v))),
        ["config"] => new(Get: () => Now(GetConfig(call, null)), Put: () => PutConfigAsync(call, null), Delete: () => DeleteConfigAsync(null)),
        ["config", var s] => new(Get: () => Now(GetConfig(call, Subject.Parse(s))), Put: () => PutConfigAsync(call, s), Delete: () => DeleteConfigAsync(Subject.Parse(s))),
        ["mode"] => new(Get: () => Now(GetMode(call, null)), Put: () => PutModeAsync(call, null)),
        ["mode", var s] => new(Get: () => Now(GetMode(call, Subject.Parse(s))), Put: () => PutModeAsync(call, s), Delete: () => DeleteModeAsync(Subject.Parse(s))),
        ["contexts"] => new(Get: () => Now(Json.Array(State.Contexts))),
        ["contexts", var context, .. var rest] when rest is [_, ..] => Match(call, Within(context, rest)),
        ["v1", "metadata", "id"] => new(Get: () => Now(ClusterIdentity())),
        ["v1", "metadata", "version"] => new(Get: () => Now(new JsonObject { ["version"] = "8.0.0", ["commitId"] = "noderr" })),
        _ => null,
    };

    private static ValueTask<Reply> Now(Reply reply) => ValueTask.FromResult(reply);

    /// <summary>/contexts/.c/subjects/x is another way to write /subjects/:.c:x.</summary>
    private static string[] Within(string context, string[] rest)
    {
        var at = rest switch { ["subjects" or "config" or "mode", _, ..] => 1, ["compatibility", "subjects", _, ..] => 2, _ => -1 };
        if (at > 0) rest[at] = Subject.ParseWithin(context, rest[at]).ToString();
        return at > 0 ? rest : rest is ["config" or "mode"] ? [rest[0], $":{context}:"] : rest;
    }

    private JsonObject ClusterIdentity() => new JsonObject
    {
        ["id"] = "",
        ["scope"] = new JsonObject
        {
            ["path"] = new JsonArray(),
            ["clusters"] = new JsonObject { ["kafka-cluster"] = options.ClusterId(), ["schema-registry-cluster"] = "schema-registry" },
        },
    };

    private JsonArray ListSubjects(Call call) => Page(call, Json.Array(State.Subjects
        .Where(s => StartsWith(s, PrefixOf(call)) && State.Versions(s).Any() && Wanted(call, State.Versions(s).All(v => v.Deleted)))
        .Select(s => s.ToString())));

    private JsonArray ListSchemas(Call call)
    {
        var found = State.Subjects.Where(s => StartsWith(s, PrefixOf(call)))
            .Select(s => State.Versions(s).Where(v => call.Flag("deleted") || !v.Deleted))
            .SelectMany(versions => call.Flag("latestOnly") ? versions.TakeLast(1) : versions);
        return Page(call, new JsonArray([.. found.Select(v => (JsonNode)Describe(v))]));
    }

    private JsonObject SchemaById(Call call, string id)
    {
        var version = WithId(call, id, deletedToo: true);
        var answer = new JsonObject();
        Json.AddContent(answer, version.Content with { Text = InFormat(call, version) });
        if (call.Flag("fetchMaxId")) answer["maxId"] = State.MaxId(version.Subject.Context);
        return answer;
    }

    private JsonArray SubjectsOfId(Call call, string id) => Page(call, Json.Array(UsesOf(call, id).Select(v => v.Subject.ToString()).Distinct()));

    private JsonArray VersionsOfId(Call call, string id) => Page(call, new JsonArray([.. UsesOf(call, id).Select(v => (JsonNode)new JsonObject
    {
        ["subject"] = v.Subject.ToString(), ["version"] = v.Version,
    })]));

    private IEnumerable<SchemaVersion> UsesOf(Call call, string id)
    {
        var uses = State.WithId(ContextOf(call), Call.Integer(id)).ToList();
        return uses.Count == 0 ? throw Refusal.SchemaNotFound() : uses.Where(v => call.Flag("deleted") || !v.Deleted);
    }

    private SchemaVersion WithId(Call call, string text, bool deletedToo)
    {
        var id = Call.Integer(text);
        return State.WithId(ContextOf(call), id).FirstOrDefault(v => deletedToo || !v.Deleted) ?? throw Refusal.SchemaNotFound(id);
    }

    private static string ContextOf(Call call) => call.Query("subject") is { } subject ? Subject.Parse(subject).Context
        : call.Path is ["contexts", var context, ..] ? context : Subject.DefaultContext;

    private JsonObject LookUp(Call call, Subject subject) => Describe(registry.LookUp(subject, call.Schema(), call.Flag("normalize"), call.Flag("deleted")));

    private JsonArray ListVersions(Call call, Subject subject)
    {
        if (!State.Has(subject, call.Flag("deleted") || call.Flag("deletedOnly") || call.Flag("deletedAsNegative"))) throw Refusal.SubjectNotFound(subject);
        var negative = call.Flag("deletedAsNegative");
        return Page(call, Json.Array(State.Versions(subject).Where(v => negative || Wanted(call, v.Deleted)).Select(v => negative && v.Deleted ? -v.Version : v.Version)));
    }

    private async ValueTask<Reply> RegisterAsync(Call call, string name)
    {
        var subject = Subject.ParseForWriting(name);
        var id = call.Body.Number("id") is { } given and >= 0 ? given : (int?)null;
        var request = new RegisterRequest(call.Schema(), id, call.Body.Number("version") ?? 0);
        var (stored, completed) = await registry.RegisterAsync(subject, request, call.Flag("normalize")).ConfigureAwait(false);
        var answer = new JsonObject { ["id"] = stored.Id };
        if (!completed) return answer;
        answer["version"] = stored.Version;
        Json.AddContent(answer, stored.Content);
        return answer;
    }

    private SchemaVersion Version(Call call, Subject subject, string version) => registry.Get(subject, VersionId.Parse(version), call.Flag("deleted"));

    private JsonObject GetVersion(Call call, Subject subject, string text)
    {
        var version = Version(call, subject, text);
        return Describe(version with { Content = version.Content with { Text = InFormat(call, version) } });
    }

    private Reply Formatted(Call call, SchemaVersion version) => Reply.Text(InFormat(call, version));

    private JsonArray ReferencedBy(Subject subject, string text)
    {
        var version = registry.Get(subject, VersionId.Parse(text), deletedToo: true);
        return Json.Array(State.ReferrersOf(subject, version.Version).Select(v => v.Id).Distinct().Order());
    }

    private JsonObject LatestWithMetadata(Call call, Subject subject)
    {
        var wanted = call.QueryPairs("key", "value").ToList();
        var found = State.Versions(subject).LastOrDefault(v => (call.Flag("deleted") || !v.Deleted)
            && v.Content.Metadata?["properties"] is JsonObject has && wanted.All(w => (string?)has[w.Key] == w.Value));
        return Describe(found ?? throw (State.Has(subject, call.Flag("deleted")) ? Refusal.SchemaNotFound() : Refusal.SubjectNotFound(subject)));
    }

    private async ValueTask<Reply> DeleteSubjectAsync(Call call, Subject subject) =>
        Json.Array(await registry.DeleteSubjectAsync(subject, call.Flag("permanent")).ConfigureAwait(false));

    private async ValueTask<Reply> DeleteVersionAsync(Call call, Subject subject, string version) =>
        (JsonNode)await registry.DeleteVersionAsync(subject, VersionId.Parse(version), call.Flag("permanent")).ConfigureAwait(false);

    private JsonObject Check(Call call, Subject subject, string? version)
    {
        var verbose = call.Flag("verbose");
        IReadOnlyList<string> why;
        try
        {
            why = registry.Check(subject, call.Schema(), version is null ? null : VersionId.Parse(version), call.Flag("normalize"));
        }
        catch (Refusal invalid) when (verbose && invalid.Code == 42201)
        {
            why = [invalid.Message];
        }

        var answer = new JsonObject { ["is_compatible"] = why.Count == 0 };
        if (verbose) answer["messages"] = Json.Array(why);
        return answer;
    }

    private JsonObject GetConfig(Call call, Subject? subject)
    {
        var config = subject is null || call.Flag("defaultToGlobal") ? State.ConfigInScope(subject) : State.Config(subject);
        if (config is null && subject is { } named && !call.Flag("defaultToGlobal")) throw Refusal.CompatibilityNotConfigured(named);
        var answer = config?.DeepClone().AsObject() ?? [];
        if (answer["compatibilityLevel"] is null) answer["compatibilityLevel"] = registry.Level(subject).Text();
        return answer;
    }

    private async ValueTask<Reply> PutConfigAsync(Call call, string? name)
    {
        var request = JsonObject.Create(call.Body)!;
        var changes = request.DeepClone().AsObject();
        changes.Remove("compatibility");
        if (call.Body.Text("compatibility") is { } text)
            changes["compatibilityLevel"] = (Levels.ParseLevel(text) ?? throw Refusal.InvalidCompatibility()).Text();
        await registry.SetConfigAsync(name is null ? null : Subject.ParseForConfig(name), changes).ConfigureAwait(false);
        return request;
    }

    private async ValueTask<Reply> DeleteConfigAsync(Subject? subject)
    {
        if (subject is { } named && State.Config(named) is null) throw Refusal.SubjectNotFound(named);
        var old = new JsonObject { ["compatibilityLevel"] = registry.Level(subject).Text() };
        await registry.DeleteConfigAsync(subject).ConfigureAwait(false);
        return old;
    }

    private JsonObject GetMode(Call call, Subject? subject)
    {
        var mode = subject is null || call.Flag("defaultToGlobal") || State.Mode(null) is Mode.ReadOnlyOverride ? State.ModeInScope(subject)
            : State.Mode(subject) ?? throw Refusal.ModeNotConfigured(subject.Value);
        return new() { ["mode"] = mode.Text() };
    }

    private async ValueTask<Reply> PutModeAsync(Call call, string? name)
    {
        var subject = name is null ? (Subject?)null : Subject.ParseForConfig(name);
        var mode = Levels.ParseMode(call.Body.Text("mode")) ?? throw Refusal.InvalidMode();
        await registry.SetModeAsync(subject, mode, call.Flag("force")).ConfigureAwait(false);
        return new JsonObject { ["mode"] = mode.Text() };
    }

    private async ValueTask<Reply> DeleteModeAsync(Subject subject)
    {
        var old = State.Mode(subject) ?? throw Refusal.SubjectNotFound(subject);
        await registry.DeleteModeAsync(subject).ConfigureAwait(false);
        return new JsonObject { ["mode"] = old.Text() };
    }

    private string InFormat(Call call, SchemaVersion version) =>
        call.Query("format") is { Length: > 0 } format ? registry.Load(version).Format(format) : version.Content.Text;

    private static JsonObject Describe(SchemaVersion version)
    {
        var answer = new JsonObject { ["subject"] = version.Subject.ToString(), ["version"] = version.Version, ["id"] = version.Id };
        Json.AddContent(answer, version.Content);
        return answer;
    }

    private static bool Wanted(Call call, bool deleted) => call.Flag("deletedOnly") ? deleted : call.Flag("deleted") || !deleted;

    private static string? PrefixOf(Call call) =>
        call.Path is ["contexts", var context, ..] ? $":{context}:{call.Query("subjectPrefix")}" : call.Query("subjectPrefix");

    private static bool StartsWith(Subject subject, string? prefix) => string.IsNullOrEmpty(prefix) ? true
        : prefix.StartsWith(Subject.AllContexts, StringComparison.Ordinal)
            ? subject.Name.StartsWith(prefix[Subject.AllContexts.Length..], StringComparison.Ordinal)
            : subject.ToString().StartsWith(Subject.Parse(prefix).ToString(), StringComparison.Ordinal);

    private static JsonArray Page(Call call, JsonArray all)
    {
        var (offset, limit) = (call.Number("offset", 0), call.Number("limit", -1));
        if (offset <= 0 && limit < 0) return all;
        return new JsonArray([.. all.Skip(Math.Max(0, offset)).Take(limit <= 0 ? int.MaxValue : limit).Select(n => n!.DeepClone())]);
    }
}
