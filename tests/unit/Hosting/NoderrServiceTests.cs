using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Noderr.Hosting;

namespace Noderr.Tests.Unit.Hosting;

public sealed class NoderrServiceTests
{
    [Fact]
    public async Task Ten_of_them_live_in_one_process()
    {
        using var given = new Given();
        var running = new List<RunningService>();
        foreach (var name in ServiceNames.All) running.Add(await RunningService.StartAsync(given, name: name));
        Assert.Equal(ServiceNames.All.Count, running.Select(r => r.Service.Url.Port).Distinct().Count());
        foreach (var service in running)
            Assert.Equal(service.Service.Identity.Name, (await service.JsonAsync("/actuator/info")).GetProperty("name").GetString());
        foreach (var service in running) await service.DisposeAsync();
        foreach (var line in given.Log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)) JsonDocument.Parse(line);
    }

    [Fact]
    public async Task It_stops_in_order_requests_then_owners_then_journals()
    {
        using var given = new Given();
        using var stop = new CancellationTokenSource();
        var order = new List<string>();
        var url = new TaskCompletionSource<Uri>();
        var inside = new TaskCompletionSource();
        var run = NoderrService.RunAsync("feature", given.Surroundings, service =>
        {
            service.Services.AddSingleton<IHostedService>(new Owner(order));
            service.FlushLast("features", _ => Note(order, "journal"));
            service.Map(app => app.MapGet("/slow", async () =>
            {
                inside.SetResult();
                await Task.Delay(300);
                await Note(order, "request");
                return "served";
            }));
            service.Map(app => app.Lifetime.ApplicationStarted.Register(() => url.TrySetResult(new Uri(app.Urls.First()))));
        }, stop.Token);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var slow = http.GetStringAsync(new Uri(await url.Task, "/slow"), TestContext.Current.CancellationToken);
        await inside.Task;
        await stop.CancelAsync();
        Assert.Equal(0, await run);
        Assert.Equal("served", await slow);
        Assert.Equal(["request", "owner", "journal"], order);
    }

    [Fact]
    public async Task Nothing_that_hangs_keeps_journals_from_flushing_nor_the_stop_beyond_five_seconds()
    {
        using var given = new Given();
        var flushed = false;
        var service = given.Service();
        service.Services.AddSingleton<IHostedService>(new Hanging());
        service.FlushLast("stuck", _ => Task.Delay(Timeout.Infinite, CancellationToken.None));
        service.FlushLast("features", _ =>
        {
            flushed = true;
            return Task.CompletedTask;
        });
        await service.StartAsync(TestContext.Current.CancellationToken);
        var stop = service.StopAsync();
        Assert.Same(stop, await Task.WhenAny(stop, Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)));
        Assert.False(await stop);
        Assert.True(flushed);
        Assert.Contains("owners was not done in time", given.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("journal stuck was not done in time", given.Log.ToString(), StringComparison.Ordinal);
        var shares = Noderr.Hosting.Shutdown.StopSequence.Http + Noderr.Hosting.Shutdown.StopSequence.Owners + Noderr.Hosting.Shutdown.StopSequence.Journals;
        Assert.True(shares < TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(Fails.AtStart)]
    [InlineData(Fails.AtOnce)]
    [InlineData(Fails.Later)]
    public async Task A_service_that_fails_stops_flushes_and_says_so(Fails when)
    {
        using var given = new Given();
        var flushed = false;
        var code = await NoderrService.RunAsync("feature", given.Surroundings, service =>
        {
            service.Services.AddSingleton<IHostedService>(new Failing(when));
            service.FlushLast("features", _ => Task.FromResult(flushed = true));
        }, CancellationToken.None);
        Assert.Equal((1, true), (code, flushed));
        Assert.Contains("hosting.service.failed", given.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("the journal is gone", given.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_be_stopped_before_it_stands_is_no_failure()
    {
        using var given = new Given();
        Assert.Equal(0, await NoderrService.RunAsync("feature", given.Surroundings, _ => { }, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_setting_that_is_wrong()
    {
        using var given = new Given();
        await using var first = await RunningService.StartAsync(given);
        given.Set($"http.port={first.Service.Url.Port}");
        Assert.Equal(2, await NoderrService.RunAsync("risk", given.Surroundings, _ => { }, CancellationToken.None));
        Assert.Contains($"http.port: must be free, was {first.Service.Url.Port}", given.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grpc_has_a_port_that_speaks_http2_in_clear_text()
    {
        using var given = new Given();
        await using var running = await RunningService.StartAsync(given, service => service.MapGrpc(app => app.MapGet("/any", (Microsoft.AspNetCore.Http.HttpContext context) => context.Request.Protocol)));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(running.Service.GrpcUrl, "/any")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("HTTP/2", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual(running.Service.Url.Port, running.Service.GrpcUrl.Port);
    }

    private static Task Note(List<string> order, string what)
    {
        lock (order) order.Add(what);
        return Task.CompletedTask;
    }

    private sealed class Owner(List<string> order) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Note(order, "owner");
    }

    private sealed class Hanging : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, CancellationToken.None);
    }

    public enum Fails
    {
        AtStart,
        AtOnce,
        Later,
    }

    private sealed class Failing(Fails when) : BackgroundService
    {
        public override Task StartAsync(CancellationToken cancellationToken) =>
            when == Fails.AtStart ? throw new InvalidOperationException("the journal is gone") : base.StartAsync(cancellationToken);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            if (when == Fails.Later) await Task.Delay(200, stoppingToken);
            throw new InvalidOperationException("the journal is gone");
        }
    }
}
