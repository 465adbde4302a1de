using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Noderr.LocalKafka.Registry;

/// <summary>What is answered: JSON, or a schema's bare text.</summary>
internal readonly record struct Reply(byte[] Body)
{
    public static Reply Text(string text) => new(Encoding.UTF8.GetBytes(text));

    public static implicit operator Reply(JsonNode json) => new(Json.Bytes(json)!);
}

/// <summary>A request as the routes see it.</summary>
internal sealed class Call(HttpContext http, string[] path)
{
    private JsonElement? body;

    public string Method => HttpMethods.IsHead(http.Request.Method) ? HttpMethods.Get : http.Request.Method;

    public string[] Path => path;

    public JsonElement Body => body ?? throw new Refusal(422, 422, "The request body must not be null");

    public bool Flag(string name) => Query(name) is { } text && text.Equals("true", StringComparison.OrdinalIgnoreCase);

    public string? Query(string name) => http.Request.Query.TryGetValue(name, out var values) ? values[0] : null;

    public IEnumerable<KeyValuePair<string, string?>> QueryPairs(string key, string value) =>
        http.Request.Query[key].Zip(http.Request.Query[value], (k, v) => KeyValuePair.Create(k ?? "", v));

    /// <summary>A parameter that is no number makes the address an unknown one, as JAX-RS has it.</summary>
    public int Number(string name, int otherwise) => Query(name) is { } text ? Integer(text) : otherwise;

    public static int Integer(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Refusal.NotFound();

    public async ValueTask ReadBodyAsync()
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted).ConfigureAwait(false);
        if (buffer.Length == 0) return;
        try
        {
            using var document = Json.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            if (document.RootElement.ValueKind != JsonValueKind.Null) body = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw Refusal.BadRequest($"The request body is not JSON: {e.Message}");
        }

        if (body is { ValueKind: not JsonValueKind.Object }) throw Refusal.BadRequest("The request body must be a JSON object");
    }

    public SchemaContent Schema() => new(
        Body.Text("schemaType") ?? SchemaContent.Avro, Body.Text("schema") ?? "", Json.ReadReferences(Body),
        Body.Object("metadata"), Body.Object("ruleSet"));
}
