using System.Text;
using Noderr.LocalKafka.Registry;

namespace Noderr.Tests.Unit.Registry;

public class SchemaLogTests
{
    private static readonly SchemaContent Int = new(SchemaContent.Avro, "\"int\"", []);

    [Fact]
    public async Task Records_are_written_as_confluent_writes_them()
    {
        var log = new InMemorySchemaLog();
        using var registry = new SchemaRegistry(log);
        var subject = Subject.Parse("s");
        await registry.SetConfigAsync(subject, new() { ["compatibilityLevel"] = "FULL" });
        await registry.RegisterAsync(subject, new(Int), normalize: false);
        await registry.DeleteSubjectAsync(subject, permanent: false);
        await registry.DeleteSubjectAsync(subject, permanent: true);
        Assert.Equal(
            [
                """{"keytype":"CONFIG","subject":"s","magic":0} {"subject":"s","compatibilityLevel":"FULL"}""",
                """{"keytype":"SCHEMA","subject":"s","version":1,"magic":1} {"subject":"s","version":1,"id":1,"schema":"\"int\"","deleted":false}""",
                """{"keytype":"DELETE_SUBJECT","subject":"s","magic":0} {"subject":"s","version":1}""",
                """{"keytype":"CONFIG","subject":"s","magic":0} tombstone""",
                """{"keytype":"SCHEMA","subject":"s","version":1,"magic":1} tombstone""",
            ],
            log.ReadAll().Select(r => $"{Encoding.UTF8.GetString(r.Key)} {(r.Value is null ? "tombstone" : Encoding.UTF8.GetString(r.Value))}"));
    }

    [Fact]
    public async Task A_topic_written_by_confluent_is_taken_over()
    {
        var log = await LogAsync(
            ("""{"keytype":"NOOP","magic":0}""", null),
            ("""{"keytype":"CONFIG","subject":null,"magic":0}""", """{"compatibilityLevel":"NONE"}"""),
            ("""{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}""", """{"subject":"s","version":1,"id":7,"md5":"x","schema":"\"int\"","deleted":false}"""),
            ("""{"keytype":"SCHEMA","subject":"s","version":2,"magic":1}""",
                """{"subject":"s","version":2,"id":9,"schemaType":"PROTOBUF","references":[{"name":"d","subject":"d","version":1}],"schema":"x","deleted":false}"""),
            ("""{"keytype":"DELETE_SUBJECT","subject":"s","magic":0}""", """{"subject":"s","version":1}"""),
            ("""{"keytype":"MODE","subject":"s","magic":0}""", """{"mode":"READONLY"}"""));
        using var registry = new SchemaRegistry(log);
        var subject = Subject.Parse("s");
        Assert.Equal(CompatibilityLevel.None, registry.Level(subject));
        Assert.Equal(Mode.ReadOnly, registry.State.ModeInScope(subject));
        Assert.True(registry.State.Find(subject, 1)!.Deleted);
        Assert.Equal("d", registry.State.Latest(subject)!.Content.References[0].Subject);
        Assert.Equal(9, registry.State.MaxId(Subject.DefaultContext));
    }

    [Fact]
    public async Task A_restart_sees_what_was_registered()
    {
        var log = new InMemorySchemaLog();
        using (var before = new SchemaRegistry(log)) await before.RegisterAsync(Subject.Parse(":.c:s"), new(Int), normalize: false);
        using var after = new SchemaRegistry(log);
        Assert.Equal([".", ".c"], after.State.Contexts);
        Assert.Equal(1, after.LookUp(Subject.Parse(":.c:s"), Int, normalize: false, deletedToo: false).Id);
    }

    private static async Task<InMemorySchemaLog> LogAsync(params (string Key, string? Value)[] records)
    {
        var log = new InMemorySchemaLog();
        foreach (var (key, value) in records)
            await log.AppendAsync(new(Encoding.UTF8.GetBytes(key), value is null ? null : Encoding.UTF8.GetBytes(value)), TestContext.Current.CancellationToken);
        return log;
    }
}
