using Microsoft.Extensions.DependencyInjection;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;

namespace Noderr.Cli.Running;

/// <summary>All services in one process, over whatever Kafka there is: the same compositions that run alone.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly Dictionary<string, NoderrService> services = [];

    private Desk()
    {
    }

    public NoderrService this[string service] => services[service];

    /// <exception cref="InvalidConfigurationException">A setting is wrong; the message names it.</exception>
    public static async Task<Desk> Start(Surroundings around, IReadOnlyDictionary<string, string[]> own, CancellationToken cancel, TimeProvider? clock = null)
    {
        var desk = new Desk();
        try
        {
            foreach (var hosted in HostedService.All)
            {
                string[] settings = [.. own.GetValueOrDefault(hosted.Name, []), .. hosted.Name == "executor" ? ["venue.url=" + desk["venue"].GrpcUrl] : Array.Empty<string>()];
                var service = NoderrService.Create(hosted.Name, around with { Arguments = [.. around.Arguments, .. settings.SelectMany(s => new[] { "--set", s })] }, hosted.Sections);
                desk.services.Add(hosted.Name, service);
                hosted.Build(service);
                if (clock is not null) service.Services.AddSingleton(clock);
                await service.StartAsync(cancel);
            }
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until the token, or the failure of one of them.</summary>
    public async Task<int> UntilStopped(CancellationToken stop)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = services.Values.Select(s => s.UntilStoppedAsync(all.Token)).ToList();
        await Task.WhenAny(running);
        await all.CancelAsync();
        return (await Task.WhenAll(running)).Max();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.Values) await service.DisposeAsync();
    }
}
