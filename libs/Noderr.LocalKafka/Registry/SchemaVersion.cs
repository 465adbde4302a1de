using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Noderr.LocalKafka.Registry;

internal sealed record SchemaReference(string Name, string Subject, int Version);

/// <summary>What makes a schema the same schema: two equal contents in one context share an id.</summary>
internal sealed record SchemaContent(
    string Type, string Text, IReadOnlyList<SchemaReference> References, JsonObject? Metadata = null, JsonObject? RuleSet = null)
{
    public const string Avro = "AVRO", Protobuf = "PROTOBUF", Json = "JSON";

    public string Fingerprint => field ??= Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\0', [Type, Text, .. References.Select(r => $"{r.Name}\u0001{r.Subject}\u0001{r.Version}"),
            Metadata?.ToJsonString() ?? "", RuleSet?.ToJsonString() ?? ""]))));
}

internal sealed record SchemaVersion(Subject Subject, int Version, int Id, SchemaContent Content, bool Deleted);
