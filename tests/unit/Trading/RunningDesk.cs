using System.Net;
using System.Net.Sockets;
using Noderr.Cli.Running;
using Noderr.Hosting;
using Noderr.LocalKafka;
using Noderr.Tests.Unit.Cli;

namespace Noderr.Tests.Unit.Trading;

/// <summary>A LocalKafka and all services on it, in a folder of their own; settings as on the command line.</summary>
internal sealed class RunningDesk : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("desk-").FullName;
    private readonly StringWriter log = new();
    private readonly TimeProvider clock;
    private CancellationTokenSource stop = new();
    private LocalKafkaServer? broker;
    private Desk? desk;
    private Task<int>? running;

    private RunningDesk(TimeProvider clock, string[] settings) => (this.clock, Settings) = (clock, [.. settings]);

    /// <summary>What is added holds from the next start on.</summary>
    public List<string> Settings { get; }

    public string Bootstrap { get; } = $"127.0.0.1:{FreePort()}";

    public Uri RegistryUrl { get; } = new($"http://127.0.0.1:{FreePort()}");

    public Desk Desk => desk!;

    public string Url => Desk["control"].Url.ToString();

    /// <summary>What the services have said so far.</summary>
    public string Log
    {
        get
        {
            lock (log) return log.ToString();
        }
    }

    public static Task<RunningDesk> Start(params string[] settings) => Start(new RunningDesk(TimeProvider.System, settings), withBroker: true);

    public static Task<RunningDesk> StartWithoutBroker(params string[] settings) => Start(new RunningDesk(TimeProvider.System, settings), withBroker: false);

    public static Task<RunningDesk> StartWith(TimeProvider clock, params string[] settings) => Start(new RunningDesk(clock, settings), withBroker: true);

    public async Task StartBroker() => broker = await LocalKafkaServer.StartAsync(
        new LocalKafkaOptions { DataFolder = folder, Port = int.Parse(Bootstrap.Split(':')[1]), RegistryPort = RegistryUrl.Port }, TestContext.Current.CancellationToken);

    public async Task StopBroker()
    {
        if (broker is not null) await broker.DisposeAsync();
        broker = null;
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

    public static async Task Until(Func<bool> isSo, string what, Func<string>? story = null)
    {
        for (var i = 0; i < 3000 && !isSo(); i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        if (!isSo()) Assert.Fail($"{what} {story?.Invoke()}");
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        await StopBroker();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<RunningDesk> Start(RunningDesk fresh, bool withBroker)
    {
        if (withBroker) await fresh.StartBroker();
        await fresh.Begin();
        return fresh;
    }

    private async Task Begin()
    {
        string[] kafka = [$"kafka.bootstrap.servers={Bootstrap}", $"kafka.schema.registry.url={RegistryUrl}"];
        var options = new RunOptions(folder, null, null, 0, 0, 0, 200, 11, [.. kafka, .. Settings]);
        var around = options.Surroundings(null) with { Log = TextWriter.Synchronized(log) };
        desk = await Desk.Start(around, options.Own(), TestContext.Current.CancellationToken, clock);
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

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
