using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Noderr.LocalKafka.Registry;

namespace Noderr.Tests.Unit.Registry;

public class RegistryServerTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly RegistryOptions AnyPort = new() { Listen = new(IPAddress.Loopback, 0) };

    [Fact]
    public async Task The_same_schema_registered_at_once_gets_one_id()
    {
        await using var server = await RegistryServer.StartAsync(AnyPort, new InMemorySchemaLog(), Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => SendAsync(http, HttpMethod.Post, $"/subjects/s{i % 4}/versions", Body("\"int\""))));
        Assert.Equal(1, Assert.Single(answers.Select(a => (int)a.Json["id"]!).Distinct()));
    }

    [Theory]
    [InlineData("GET", "/nowhere", null, 404, 404)]
    [InlineData("PUT", "/subjects", "{}", 405, 405)]
    [InlineData("POST", "/subjects/s/versions", "{", 400, 400)]
    [InlineData("POST", "/subjects/s/versions", null, 422, 422)]
    [InlineData("POST", "/subjects/s/versions", "{}", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schemaType":"JSON","schema":"{}"}""", 422, 42201)]
    [InlineData("POST", "/subjects/__GLOBAL/versions", """{"schema":"\"int\""}""", 422, 42208)]
    [InlineData("GET", "/subjects/s/versions/1", null, 404, 40401)]
    [InlineData("GET", "/subjects/s/versions/0", null, 422, 42202)]
    [InlineData("GET", "/schemas/ids/9", null, 404, 40403)]
    [InlineData("GET", "/schemas/ids/x", null, 404, 404)]
    [InlineData("PUT", "/config", """{"compatibility":"SIDEWAYS"}""", 422, 42203)]
    [InlineData("PUT", "/mode", """{"mode":"SLEEP"}""", 422, 42204)]
    [InlineData("GET", "/config/s", null, 404, 40408)]
    [InlineData("GET", "/mode/s", null, 404, 40409)]
    public async Task Errors_have_confluents_codes(string method, string path, string? body, int status, int code)
    {
        await using var server = await RegistryServer.StartAsync(AnyPort, new InMemorySchemaLog(), Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        var (answered, json) = await SendAsync(http, new(method), path, body);
        Assert.Equal((status, code), ((int)answered, (int)json["error_code"]!));
        Assert.NotEmpty((string)json["message"]!);
    }

    [Fact]
    public async Task A_body_over_the_bound_is_refused_as_json()
    {
        await using var server = await RegistryServer.StartAsync(AnyPort with { MaxBodyBytes = 1000 }, new InMemorySchemaLog(), Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        var (status, json) = await SendAsync(http, HttpMethod.Post, "/subjects/s/versions", Body(new string('x', 2000)));
        Assert.Equal((413, 413), ((int)status, (int)json["error_code"]!));
    }

    [Fact]
    public async Task A_log_that_fails_changes_nothing_and_is_reported()
    {
        Exception? fault = null;
        await using var server = await RegistryServer.StartAsync(AnyPort with { OnFault = e => fault = e }, new BrokenLog(), Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        var (status, json) = await SendAsync(http, HttpMethod.Post, "/subjects/s/versions", Body("\"int\""));
        Assert.Equal((500, 50001), ((int)status, (int)json["error_code"]!));
        Assert.IsType<IOException>(fault);
        Assert.Equal("[]", await http.GetStringAsync("/subjects", Ct));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("alice:wrong", 401)]
    [InlineData("alice:secret", 200)]
    public async Task A_guarded_registry_asks_who_is_there(string? credentials, int status)
    {
        var guarded = AnyPort with { Authenticate = (user, password) => (user, password) == ("alice", "secret") };
        await using var server = await RegistryServer.StartAsync(guarded, new InMemorySchemaLog(), Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        if (credentials is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        Assert.Equal(status, (int)(await http.GetAsync("/subjects", Ct)).StatusCode);
    }

    [Fact]
    public async Task It_speaks_tls_when_it_has_a_certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await RegistryServer.StartAsync(AnyPort with { Certificate = certificate }, new InMemorySchemaLog(), Ct);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, offered, _, _) => offered!.Thumbprint == certificate.Thumbprint };
        using var http = new HttpClient(handler) { BaseAddress = server.Address };
        Assert.Equal("https", server.Address.Scheme);
        Assert.Equal("[]", await http.GetStringAsync("/subjects", Ct));
    }

    [Fact]
    public async Task A_registry_open_to_the_network_needs_tls_and_authentication()
    {
        var open = new RegistryOptions { Listen = new(IPAddress.Any, 0) };
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RegistryServer.StartAsync(open, new InMemorySchemaLog(), Ct));
        Assert.Contains("Certificate", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Authenticate", refused.Message, StringComparison.Ordinal);
    }

    private static string Body(string schema) => new JsonObject { ["schema"] = schema }.ToJsonString();

    private static async Task<(HttpStatusCode Status, JsonObject Json)> SendAsync(HttpClient http, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/vnd.schemaregistry.v1+json");
        using var response = await http.SendAsync(request, Ct);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!.AsObject());
    }

    private sealed class BrokenLog : ISchemaLog
    {
        public IEnumerable<SchemaRecord> ReadAll() => [];

        public ValueTask AppendAsync(SchemaRecord record, CancellationToken ct) => ValueTask.FromException(new IOException("disk is gone"));
    }
}
