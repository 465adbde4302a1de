namespace Noderr.LocalKafka.Registry;

/// <summary>A request that is answered with an error: HTTP status, Confluent's error code and text.</summary>
internal sealed class Refusal(int status, int code, string message) : Exception(message)
{
    public int Status => status;
    public int Code => code;

    public static Refusal Http(int status, string reason) => new(status, status, $"HTTP {status} {reason}");
    public static Refusal NotFound() => Http(404, "Not Found");
    public static Refusal BadRequest(string why) => new(400, 400, why);

    public static Refusal SubjectNotFound(Subject subject) => new(404, 40401, $"Subject '{subject}' not found.");
    public static Refusal VersionNotFound(int version) => new(404, 40402, $"Version {version} not found.");
    public static Refusal SchemaNotFound() => new(404, 40403, "Schema not found");
    public static Refusal SchemaNotFound(int id) => new(404, 40403, $"Schema {id} not found");

    public static Refusal SubjectSoftDeleted(Subject subject) =>
        new(404, 40404, $"Subject '{subject}' was soft deleted.Set permanent=true to delete permanently");

    public static Refusal SubjectNotSoftDeleted(Subject subject) =>
        new(404, 40405, $"Subject '{subject}' was not deleted first before being permanently deleted");

    public static Refusal VersionSoftDeleted(Subject subject, int version) =>
        new(404, 40406, $"Subject '{subject}' Version {version} was soft deleted.Set permanent=true to delete permanently");

    public static Refusal VersionNotSoftDeleted(Subject subject, int version) =>
        new(404, 40407, $"Subject '{subject}' Version {version} was not deleted first before being permanently deleted");

    public static Refusal CompatibilityNotConfigured(Subject subject) =>
        new(404, 40408, $"Subject '{subject}' does not have subject-level compatibility configured");

    public static Refusal ModeNotConfigured(Subject subject) =>
        new(404, 40409, $"Subject '{subject}' does not have subject-level mode configured");

    public static Refusal Incompatible(Subject subject, IEnumerable<string> differences) => new(409, 409,
        "Schema being registered is incompatible with an earlier schema for subject " +
        $"\"{subject}\", details: [{string.Join(", ", differences)}]");

    public static Refusal InvalidSchema(string why) => new(422, 42201, why);

    public static Refusal InvalidVersion(string version) => new(422, 42202,
        $"The specified version '{version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");

    public static Refusal InvalidCompatibility() => new(422, 42203,
        "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, " +
        "forward_transitive, and full_transitive");

    public static Refusal InvalidMode() => new(422, 42204,
        "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, and IMPORT.");

    public static Refusal NotPermitted(string why) => new(422, 42205, why);

    public static Refusal ReferenceExists(Subject subject, int version) => new(422, 42206,
        $"One or more references exist to the schema {{magic=1,keytype=SCHEMA,subject={subject},version={version}}}.");

    public static Refusal InvalidSubject(string subject) => new(422, 42208, $"The specified subject '{subject}' is not a valid subject.");
}
