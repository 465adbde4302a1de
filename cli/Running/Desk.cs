using Noderr.Hosting;
using Noderr.Hosting.Configuration;

namespace Noderr.Cli.Running;

/// <summary>A service as it can be hosted anywhere: its name, what it is made of, and the settings it has of its own.</summary>
internal sealed record HostedService(string Name, Action<NoderrService> Build, Section[] Sections)
{
    /// <summary>In the order of their start: what others call stands first.</summary>
    public static readonly IReadOnlyList<HostedService> All =
    [
        new("venue", Venues.Paper.Composition.Build, Venues.Paper.Composition.Sections),
        new("control", Control.Composition.Build, Control.Composition.Sections),
        new("risk", Risk.Composition.Build, Risk.Composition.Sections),
        new("executor", Executor.Composition.Build, Executor.Composition.Sections),
        new("router", Router.Composition.Build, Router.Composition.Sections),
        new("strategy", Strategy.Composition.Build, Strategy.Composition.Sections),
        new("feature", Feature.Composition.Build, Feature.Composition.Sections),
        new("compliance", Compliance.Composition.Build, Compliance.Composition.Sections),
        new("chaos", Chaos.Composition.Build, Chaos.Composition.Sections),
        new("trainer", Trainer.Composition.Build, Trainer.Composition.Sections),
        new("ingest", Ingest.Composition.Build, Ingest.Composition.Sections),
    ];
}

/// <summary>All services in one process, over whatever Kafka there is: the same compositions that run alone.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly Dictionary<string, NoderrService> services = [];

    private Desk()
    {
    }

    public NoderrService this[string service] => services[service];

    /// <exception cref="InvalidConfigurationException">A setting is wrong; the message names it.</exception>
    public static async Task<Desk> Start(Surroundings around, IReadOnlyDictionary<string, string[]> own, CancellationToken cancel)
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
