using Noderr.Cli.Running;
using Noderr.LocalKafka;
using Noderr.Tests.Unit.Cli;

namespace Noderr.Tests.Unit.Trading;

/// <summary>A LocalKafka and all services on it, in a folder of their own; settings as on the command line.</summary>
internal sealed class RunningDesk : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("desk-").FullName;
    private readonly string[] settings;
    private CancellationTokenSource stop = new();
    private Desk? desk;
    private Task<int>? running;

    private RunningDesk(string[] settings) => this.settings = settings;

    public LocalKafkaServer Broker { get; private set; } = null!;

    public Desk Desk => desk!;

    public string Url => Desk["control"].Url.ToString();

    public static async Task<RunningDesk> Start(params string[] settings)
    {
        var running = new RunningDesk(settings);
        running.Broker = await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = running.folder, Port = 0, RegistryPort = 0 }, TestContext.Current.CancellationToken);
        await running.Begin();
        return running;
    }

    /// <summary>Stops the services in order and starts them again on the same journals, or on what was made of them between.</summary>
    public async Task Restart(Func<Task>? between = null)
    {
        await End();
        if (between is not null) await between();
        await Begin();
    }

    /// <summary>A command of the command line, put to this desk's API.</summary>
    public Task<Ran> Noderr(params string[] arguments) => NoderrCommand.Run([.. arguments, "--url", Url]);

    public static async Task Until(Func<bool> isSo, string what)
    {
        for (var i = 0; i < 3000 && !isSo(); i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(isSo(), what);
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        await Broker.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Begin()
    {
        var options = new RunOptions(folder, null, null, 0, 0, 0, 200, 11, settings);
        desk = await Desk.Start(options.Surroundings(Broker), options.Own(), TestContext.Current.CancellationToken);
        stop = new CancellationTokenSource();
        running = desk.UntilStopped(stop.Token);
    }

    private async Task End()
    {
        if (desk is null) return;
        await stop.CancelAsync();
        await running!;
        await desk.DisposeAsync();
        stop.Dispose();
        desk = null;
    }
}
