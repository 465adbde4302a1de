using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>The Schema Registry's port. Every schema here is refused, and none with 500.</summary>
public sealed class RegistryCases(int port, int seed) : IDisposable
{
    private const int Deep = 100_000;

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };

    public IEnumerable<(string Name, Func<string?> Run)> All =>
    [
        ("registry-giant-headers", () => Refused(Raw($"GET /subjects HTTP/1.1\r\nHost: a\r\nX: {new string('x', 1 << 20)}\r\n\r\n"))),
        ("registry-giant-target", () => Refused(Raw($"GET /{new string('x', 1 << 20)} HTTP/1.1\r\nHost: a\r\n\r\n"))),
        ("registry-many-headers", () => Refused(Raw($"GET /subjects HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 5000).Select(i => $"X{i}: y\r\n"))}\r\n"))),
        ("registry-giant-body-announced", () => Refused(Raw("POST /subjects/s/versions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n{"))),
        ("registry-giant-body", () => Posted(new string(' ', 20 << 20))),
        ("registry-deep-json", () => Posted(Nested("{\"a\":", "1", "}"))),
        ("registry-deep-avro", DeepAvro),
        ("registry-deep-protobuf", DeepProtobuf),
        ("registry-deep-json-schema", () => Posted(Schema("JSON", Nested("{\"not\":", "true", "}")))),
        ("registry-slow-requests", SlowRequests),
        ("registry-random-bytes", RandomBytes),
        ("registry-mutated-requests", MutatedRequests),
    ];

    public void Dispose() => _http.Dispose();

    private string? DeepAvro() => First(
        Nested("{\"type\":\"array\",\"items\":", "\"int\"", "}"),
        Nested("[", "\"int\"", "]"),
        Nested("{\"type\":\"record\",\"name\":\"R#\",\"fields\":[{\"name\":\"f\",\"type\":", "\"int\"", "}]}"),
        Nested("{\"type\":{\"type\":", "\"int\"", "}}"),
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":\"int\",\"default\":" + Nested("[", "1", "]") + "}]}",
        "{\"type\":\"fixed\",\"name\":\"F\",\"size\":99999999999999999999}");

    private string? DeepProtobuf()
    {
        string[] texts =
        [
            "syntax=\"proto3\";" + Nested("message M# {", "", "}"),
            "syntax=\"proto3\"; message M { string s = 1 [(o) = " + Nested("{ a:", "1", "}") + "]; }",
            "syntax=\"proto3\"; option (o) = " + Nested("[", "1", "]") + ";",
            "syntax=\"proto3\"; message M { " + Nested("oneof o# {", "int32 i = 1;", "}") + "}",
            "syntax=\"proto3\"; message M { " + Nested("map<string,", "int32", ">") + " m = 1; }",
            "syntax=\"proto2\"; message M { " + Nested("optional group G# = 1 {", "", "}") + "}",
            "syntax=\"proto3\"; " + Nested("(", "", ")"),
            Convert.ToBase64String(DeepDescriptor()),
        ];
        return texts.Select(t => Posted(Schema("PROTOBUF", t))).FirstOrDefault(wrong => wrong is not null);
    }

    // A FileDescriptorProto whose messages hold each other: field 4 of the file, field 3 of each message.
    private static byte[] DeepDescriptor()
    {
        var parts = new List<byte[]>();
        var length = 0;
        for (var level = 0; level < 20_000; level++)
        {
            byte[] head = [(byte)((level == 19_999 ? 4 : 3) << 3 | 2), .. Varints.Unsigned((ulong)length)];
            parts.Add(head);
            length += head.Length;
        }
        parts.Reverse();
        return [.. parts.SelectMany(p => p)];
    }

    private string? SlowRequests()
    {
        using var held = new Clients(port, 100);
        foreach (var b in Encoding.ASCII.GetBytes("POST /subjects/s/versions HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{\"schema\":"))
        {
            held.ForEach(c => c.Send([b]));
            Thread.Sleep(10);
        }
        return Serves();
    }

    private string? RandomBytes()
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(1, 2000)];
            random.NextBytes(bytes);
            using var client = new WireClient(port);
            client.Socket.LingerState = new LingerOption(true, 0);
            client.Send(bytes);
        }
        return Serves();
    }

    private string? MutatedRequests()
    {
        var random = new Random(seed);
        string[] paths = ["/subjects/s-#/versions", "/subjects/s-#", "/compatibility/subjects/s-#/versions/latest", "/config/s-#", "/mode/s-#", "/schemas/ids/1", "/contexts", "/subjects/s-#/versions/1/schema"];
        string[] schemas =
        [
            Schema("AVRO", "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"n\",\"aliases\":[\"S\"],\"fields\":[{\"name\":\"f\",\"type\":[\"null\",\"int\"],\"default\":null},{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}}]}"),
            Schema("PROTOBUF", "syntax = \"proto3\"; package p; message M { int32 a = 1; oneof o { string s = 2; M m = 3; } map<string, M> c = 4; enum E { Z = 0; } reserved 7 to 9; }"),
            Schema("JSON", "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}"),
            "{\"compatibility\":\"FULL\"}",
            "{\"mode\":\"READWRITE\"}",
        ];
        HttpMethod[] methods = [HttpMethod.Post, HttpMethod.Post, HttpMethod.Put, HttpMethod.Get, HttpMethod.Delete];
        for (var i = 0; i < 3000; i++)
        {
            var schema = schemas[random.Next(schemas.Length)];
            var body = random.Next(4) == 0 ? MutatedInside(random, schema) : Mutations.Some(random, Encoding.UTF8.GetBytes(schema), 0);
            var path = paths[random.Next(paths.Length)].Replace("#", random.Next(20).ToString(), StringComparison.Ordinal);
            using var request = new HttpRequestMessage(methods[random.Next(methods.Length)], path) { Content = Json(body) };
            using var answer = _http.Send(request);
            if ((int)answer.StatusCode >= 500)
                return $"{request.Method} {path} {Encoding.UTF8.GetString(body)} is answered with {(int)answer.StatusCode}";
        }
        return Serves();
    }

    // The text of the schema is changed and the JSON around it stays right.
    private static byte[] MutatedInside(Random random, string request)
    {
        using var json = JsonDocument.Parse(request);
        if (!json.RootElement.TryGetProperty("schema", out var schema))
            return Encoding.UTF8.GetBytes(request);
        var mutated = Mutations.Some(random, Encoding.UTF8.GetBytes(schema.GetString()!), 0);
        return Encoding.UTF8.GetBytes(Schema(json.RootElement.GetProperty("schemaType").GetString()!, Encoding.UTF8.GetString(mutated)));
    }

    private string? First(params string[] schemas) => schemas.Select(s => Posted(Schema("AVRO", s))).FirstOrDefault(wrong => wrong is not null);

    private string? Posted(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/subjects/hostile/versions") { Content = Json(Encoding.UTF8.GetBytes(body)) };
        try
        {
            using var answer = _http.Send(request);
            return (int)answer.StatusCode is >= 400 and < 500 ? Serves() : $"{body[..Math.Min(60, body.Length)]}… is answered with {(int)answer.StatusCode}";
        }
        catch (HttpRequestException)
        {
            // Closed while the body was still being sent, which is a refusal too.
            return Serves();
        }
    }

    private string? Refused(string answer) =>
        answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) ? Serves() : $"it is answered with {answer.Split('\r')[0]}";

    private string Raw(string request)
    {
        using var client = new WireClient(port);
        try
        {
            client.Send(Encoding.ASCII.GetBytes(request));
            var bytes = new byte[4096];
            return Encoding.ASCII.GetString(bytes, 0, client.Socket.Receive(bytes));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private string? Serves()
    {
        using var answer = _http.Send(new HttpRequestMessage(HttpMethod.Get, "/subjects"));
        return answer.StatusCode == HttpStatusCode.OK ? null : $"GET /subjects is answered with {(int)answer.StatusCode}";
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static string Schema(string type, string text) => $"{{\"schemaType\":\"{type}\",\"schema\":\"{JsonEncodedText.Encode(text)}\"}}";

    // A number sign in the opening becomes the level, where names must differ.
    private static string Nested(string open, string inside, string close)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Deep; i++)
            text.Append(open.Replace("#", i.ToString(), StringComparison.Ordinal));
        text.Append(inside);
        for (var i = 0; i < Deep; i++)
            text.Append(close);
        return text.ToString();
    }
}
