using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Noderr.Hosting;
using Noderr.Hosting.Access;

namespace Noderr.Tests.Unit.Hosting;

public sealed class AccessTests
{
    private const string Key = "a-key-of-a-trader";

    private static string Keys => $$"""
        http.keys:
          - { name: alice, sha256: {{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}}, roles: [trader] }
          - { name: bob, key: '${env:BOB}', roles: [admin] }
        """;

    [Fact]
    public async Task Without_a_key_only_the_probes_answer()
    {
        using var given = With(Keys);
        await using var running = await RunningService.StartAsync(given, Routes);
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync("/health/live")).Status);
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync("/health/startup")).Status);
        foreach (var path in new[] { "/metrics", "/actuator/health", "/actuator/env", "/actuator/loggers", "/actuator/info", "/trade", "/forgotten" })
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, (await running.GetAsync(path)).Status));
    }

    [Theory]
    [InlineData("X-Api-Key", Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "Bearer " + Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "bearer " + Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "Basic " + Key, HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", Key + "x", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "the-key-of-the-admin", HttpStatusCode.Forbidden)]
    public async Task Only_a_trader_trades(string header, string value, HttpStatusCode expected)
    {
        using var given = With(Keys);
        await using var running = await RunningService.StartAsync(given, Routes);
        Assert.Equal(expected, (await running.GetAsync("/trade", (header, value))).Status);
    }

    [Fact]
    public async Task Every_key_may_look_and_only_the_admin_sets_levels()
    {
        using var given = With(Keys);
        await using var running = await RunningService.StartAsync(given, Routes);
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync("/metrics", ("X-Api-Key", Key))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await running.PostAsync("/actuator/loggers/ROOT", new { configuredLevel = "ERROR" }, ("X-Api-Key", Key)));
        Assert.Equal(HttpStatusCode.NoContent, await running.PostAsync("/actuator/loggers/ROOT", new { configuredLevel = "ERROR" }, ("X-Api-Key", "the-key-of-the-admin")));
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:80", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Unauthorized)]
    public async Task Without_keys_this_machine_is_trusted_under_its_own_name(string host, HttpStatusCode expected)
    {
        using var given = new Given();
        await using var running = await RunningService.StartAsync(given, Routes);
        Assert.Equal(expected, (await running.GetAsync("/trade", ("Host", host))).Status);
    }

    [Theory]
    [InlineData("http.host: 0.0.0.0", "http.keys: must have at least 1 to listen on 0.0.0.0, was 0", "http.tls.certificate: must be set to listen on 0.0.0.0, was missing")]
    [InlineData("http.host: '::'", "http.keys: must have at least 1 to listen on ::, was 0", "http.tls.certificate: must be set to listen on ::, was missing")]
    public void Beyond_loopback_it_does_not_start_without_keys_and_encryption(string yaml, params string[] expected)
    {
        using var given = new Given(yaml);
        Assert.Equal(expected, given.Violations().Select(v => v.ToString()));
    }

    [Fact]
    public void Beyond_loopback_keys_alone_are_not_enough()
    {
        using var given = With("http.host: 0.0.0.0\n" + Keys);
        Assert.Equal("http.tls.certificate: must be set to listen on 0.0.0.0, was missing", Assert.Single(given.Violations()).ToString());
    }

    [Fact]
    public async Task With_keys_and_a_certificate_it_serves_encrypted()
    {
        using var given = With(Keys);
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=test", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = given.Write("tls.pem", certificate.ExportCertificatePem());
        given.Set("http.host=0.0.0.0", $"http.tls.certificate={file}", $"http.tls.key={given.Write("tls.key", rsa.ExportPkcs8PrivateKeyPem())}");
        await using var service = given.Service();
        await service.StartAsync(TestContext.Current.CancellationToken);
        using var handler = new HttpClientHandler { UseProxy = false, ServerCertificateCustomValidationCallback = (_, seen, _, _) => seen!.Thumbprint == certificate.Thumbprint };
        using var http = new HttpClient(handler);
        using var live = await http.GetAsync(new Uri($"https://127.0.0.1:{service.Url.Port}/health/live"), TestContext.Current.CancellationToken);
        using var metrics = await http.GetAsync(new Uri($"https://127.0.0.1:{service.Url.Port}/metrics"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (live.StatusCode, metrics.StatusCode));
        await service.StopAsync();
    }

    [Fact]
    public void A_certificate_that_is_none_is_refused()
    {
        using var given = new Given();
        given.Set($"http.tls.certificate={given.Write("tls.pem", "none")}", $"http.tls.key={given.Write("tls.key", "none")}");
        Assert.Equal("http.tls.certificate", Assert.Single(given.Violations()).Path);
    }

    private static Given With(string yaml)
    {
        var given = new Given(yaml);
        given.Variables["BOB"] = "the-key-of-the-admin";
        return given;
    }

    private static void Routes(NoderrService service) => service.Map(app =>
    {
        app.MapGet("/trade", () => "done").RequireAuthorization(Role.Trader);
        app.MapGet("/forgotten", () => "open?");
    });
}
