using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Noderr.Hosting;

namespace Noderr.Tests.Unit.Hosting;

/// <summary>A started service and a client that calls it.</summary>
internal sealed class RunningService(NoderrService service) : IAsyncDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = service.Url };

    public NoderrService Service => service;

    public static async Task<RunningService> StartAsync(Given given, Action<NoderrService>? build = null, string name = "feature")
    {
        var service = given.Service(name);
        build?.Invoke(service);
        await service.StartAsync(TestContext.Current.CancellationToken);
        return new RunningService(service);
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<JsonElement> JsonAsync(string path) => JsonDocument.Parse((await GetAsync(path)).Body).RootElement;

    public async Task<HttpStatusCode> PostAsync(string path, object body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await service.StopAsync();
        await service.DisposeAsync();
    }
}
