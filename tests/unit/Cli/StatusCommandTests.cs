using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Noderr.Tests.Unit.Cli;

/// <summary>noderr status against an API in this process.</summary>
public sealed class StatusCommandTests
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public async Task It_says_how_many_ticks_orders_and_fills_there_were()
    {
        await using var api = await Api(_ => 3);
        var ran = await NoderrCommand.Run("status", "--url", api.Urls.First());
        Assert.Equal((0, "7 ticks, 5 orders, 3 fills\n", ""), (ran.Code, ran.Output, ran.Error));
    }

    [Fact]
    public async Task Waiting_ends_when_something_is_filled_after_the_first_look()
    {
        await using var api = await Api(look => look < 3 ? 10 : 11);
        var ran = await NoderrCommand.Run("status", "--url", api.Urls.First(), "--wait", "30");
        Assert.Equal((0, "7 ticks, 5 orders, 11 fills\n"), (ran.Code, ran.Output));
    }

    [Fact]
    public async Task Fills_of_the_past_are_no_trading()
    {
        await using var api = await Api(_ => 10);
        var ran = await NoderrCommand.Run("status", "--url", api.Urls.First(), "--wait", "1");
        Assert.Equal((1, "7 ticks, 5 orders, 10 fills\n"), (ran.Code, ran.Output));
    }

    [Fact]
    public async Task A_key_and_an_authority_of_ones_own_open_the_door()
    {
        var (pem, authority) = InspectCommandTests.SelfSigned();
        var folder = Directory.CreateTempSubdirectory("noderr-status-").FullName;
        var (key, wrong, ca) = (Path.Combine(folder, "key"), Path.Combine(folder, "wrong"), Path.Combine(folder, "ca.crt"));
        await File.WriteAllTextAsync(key, Key + "\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(wrong, "another", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(ca, authority, TestContext.Current.CancellationToken);
        await using var api = await Api(_ => 3, X509Certificate2.CreateFromPem(pem, pem));
        var url = api.Urls.First();

        Assert.Equal(0, (await NoderrCommand.Run("status", "--url", url, "--key-file", key, "--tls-ca", ca)).Code);
        var refused = await NoderrCommand.Run("status", "--url", url, "--key-file", wrong, "--tls-ca", ca);
        Assert.Equal((2, $"noderr status: {url}/ does not know the key; give one with --key-file\n"), (refused.Code, refused.Error));
        var stranger = await NoderrCommand.Run("status", "--url", url, "--key-file", key);
        Assert.Equal(2, stranger.Code);
        Assert.Contains("does not answer", stranger.Error);
    }

    [Fact]
    public async Task What_is_no_address_is_refused()
    {
        var ran = await NoderrCommand.Run("status", "--url", "localhost:8080");
        Assert.Equal((2, "noderr status: 'localhost:8080' is no http:// or https:// address; give one with --url\n"), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task A_key_does_not_leave_the_machine_in_the_clear()
    {
        var ran = await NoderrCommand.Run("status", "--url", "http://192.0.2.1:8080", "--key-file", "no-such-file");
        Assert.Equal((2, "noderr status: the key would go over the network in the clear; give an https:// address with --url\n"), (ran.Code, ran.Error));
    }

    private static async Task<WebApplication> Api(Func<int, long> fills, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            if (certificate is not null) endpoint.UseHttps(certificate);
        }));
        var app = builder.Build();
        var looks = 0;
        app.MapGet("/api/v1/status", (HttpContext http) => certificate is not null && http.Request.Headers["X-Api-Key"] != Key
            ? Results.Unauthorized()
            : Results.Json(new { totals = new { ticks = 7, orders = 5, fills = fills(++looks) }, halted = false }));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
