using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Noderr.Hosting.Kafka;
using Noderr.Hosting.Secrets;

namespace Noderr.Tests.Unit.Hosting;

public sealed class SecretTests
{
    private const string Sasl = "kafka: { security.protocol: sasl-ssl, sasl.username: me, sasl.password: '";

    [Fact]
    public void A_variable_is_read()
    {
        using var given = new Given(Sasl + "${env:PASSWORD}' }");
        given.Variables["PASSWORD"] = "hunter2";
        var kafka = given.Service().Kafka;
        Assert.Equal("hunter2", kafka.SaslPassword.Reveal());
        Assert.Equal("hunter2", kafka.Producer(KafkaProfile.Durable, "test").SaslPassword);
    }

    [Fact]
    public void A_mounted_file_is_read_without_its_last_line_end()
    {
        using var given = new Given();
        var file = given.Write("password", "hunter2\n");
        given.Write("noderr.yaml", $"{Sasl}${{file:{file}}}' }}");
        Assert.Equal("hunter2", given.Service().Kafka.SaslPassword.Reveal());
    }

    [Theory]
    [InlineData("${env:NOT_THERE}", "no such variable")]
    [InlineData("${file:/not/there}", "no such file")]
    [InlineData("${dapr:store}", "the form is ${dapr:store/key}")]
    public void What_cannot_be_read_is_refused(string reference, string reason)
    {
        using var given = new Given($"{Sasl}{reference}' }}");
        Assert.Contains($"kafka.sasl.password: must refer to a secret that can be read ({reason}), was {reference}", given.Violations().Select(v => v.ToString()));
    }

    [Fact]
    public async Task Dapr_is_asked_over_http()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var sidecar = builder.Build();
        sidecar.Urls.Add("http://127.0.0.1:0");
        sidecar.MapGet("/v1.0/secrets/{store}/{key}", (string store, string key) => (store, key) switch
        {
            ("vault", "broker") => Results.Json(new Dictionary<string, string> { ["broker"] = "hunter2" }),
            ("vault", "single") => Results.Json(new Dictionary<string, string> { ["value"] = "hunter3" }),
            ("vault", "several") => Results.Json(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }),
            _ => Results.StatusCode(403),
        });
        await sidecar.StartAsync(TestContext.Current.CancellationToken);
        using var given = new Given(Sasl + "${dapr:vault/broker}' }");
        given.Variables["DAPR_HTTP_PORT"] = new Uri(sidecar.Urls.Single()).Port.ToString();
        Assert.Equal("hunter2", given.Service().Kafka.SaslPassword.Reveal());

        using var dapr = DaprSecrets.At(new Uri(sidecar.Urls.Single()));
        Assert.Equal("hunter3", dapr.Read("vault/single"));
        Assert.Equal("the secret has no such key", Assert.Throws<SecretUnavailableException>(() => dapr.Read("vault/several")).Message);
        Assert.Equal("the sidecar answered 403", Assert.Throws<SecretUnavailableException>(() => dapr.Read("other/key")).Message);
    }

    [Fact]
    public void Nothing_shows_a_secret()
    {
        using var given = new Given(Sasl + "hunter2', topic.prefix: '${env:PREFIX}' }");
        given.Variables["PREFIX"] = "hidden.";
        var service = given.Service();
        var shown = string.Join("\n", service.Configuration.Current.Settings) + service.Kafka;
        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
        Assert.Contains("kafka.sasl.password = ***", shown, StringComparison.Ordinal);
        Assert.Contains("kafka.topic.prefix = ***", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_behind_a_reference_is_not_shown_when_it_is_wrong()
    {
        using var given = new Given("http.port: ${env:PORT}");
        given.Variables["PORT"] = "hunter2";
        Assert.Equal("http.port: must be a whole number, was ***", Assert.Single(given.Violations()).ToString());
    }
}
