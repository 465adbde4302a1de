using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Noderr.Cli.Kafka;
using Noderr.Control;
using Noderr.LocalKafka;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Settings;

namespace Noderr.Cli.Running;

/// <summary>noderr run: the whole system in one process, trading on paper.</summary>
public static class RunCommand
{
    private const int CannotStart = 2;

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder in which LocalKafka keeps everything", DefaultValueFactory = _ => ".data/run" };
        var bootstrap = new Option<string?>("--bootstrap") { Description = "A Kafka cluster to use, host:port; without it LocalKafka is started" };
        var kafkaPort = new Option<int>("--kafka-port") { Description = "Port of LocalKafka; 0 takes a free one", DefaultValueFactory = _ => 9092 };
        var port = new Option<int>("--port") { Description = "Port of the API and the page on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 8080 };
        var rate = new Option<double>("--rate") { Description = "Market events a second of the synthetic market", DefaultValueFactory = _ => 500 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the synthetic market; the same seed moves the same way", DefaultValueFactory = _ => 1 };
        var command = new Command("run", "Run everything in one process: LocalKafka, the services and paper trading") { data, bootstrap, kafkaPort, port, rate, seed };
        rate.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<double>() is not (> 0 and <= 100_000)) given.AddError("--rate must be above 0 and at most 100000");
        });
        command.SetAction((arguments, _) => Run(
            arguments.GetValue(data)!, arguments.GetValue(bootstrap), arguments.GetValue(kafkaPort), arguments.GetValue(port), arguments.GetValue(rate), arguments.GetValue(seed)));
        return command;
    }

    private static async Task<int> Run(string data, string? bootstrap, int kafkaPort, int port, double rate, ulong seed)
    {
        using var logging = new JsonLogFactory(Console.Error, LogLevel.Warning);
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await using var broker = bootstrap is null
                ? await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = data, Port = kafkaPort, RegistryPort = null, Logging = logging }, stop.Token)
                : null;
            await using var desk = await LiveDesk.Start(new DeskOptions(broker?.BootstrapServers ?? bootstrap!, PaperSetup.Instruments, PaperSetup.Book) { Logging = logging });
            var blotter = new Blotter(PaperSetup.Instruments, [PaperSetup.Book]);
            await using var tail = desk.Watch(blotter);
            await using var web = await Serve(port, desk, blotter, logging);
            Console.WriteLine($"page and API  {web.Urls.First()}");
            Console.WriteLine($"Kafka         {broker?.BootstrapServers ?? bootstrap}{(broker is null ? "" : $"  (LocalKafka, data in {data})")}");
            Console.WriteLine("Ctrl-C stops; the next run goes on from the journals");
            var feed = new SyntheticFeed(desk.Ingest, start => PaperSetup.Market(start, seed, rate, desk)).Run(stop.Token);
            var life = Life(desk, blotter, stop.Token);
            await Task.WhenAny(feed, Task.Delay(Timeout.Infinite, stop.Token));
            await Task.WhenAll(Quietly(feed), Quietly(life));
            Console.WriteLine("stopping…");
            return 0;
        }
        catch (Exception e) when (e is InvalidSettingException or DataFolderException or KafkaException or IOException)
        {
            await Console.Error.WriteLineAsync($"noderr run: {(e is KafkaException ? $"no Kafka answers at {bootstrap}: {e.Message}" : e.Message)}");
            return CannotStart;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<WebApplication> Serve(int port, LiveDesk desk, Blotter blotter, ILoggerFactory logging)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(logging);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port)).UseShutdownTimeout(TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.MapControl(blotter, desk.Control, [PaperSetup.Book], desk.Services);
        await app.StartAsync();
        return app;
    }

    /// <summary>A line when the first order is filled, and then now and again.</summary>
    private static async Task Life(LiveDesk desk, Blotter blotter, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var seen = 0;
        for (var next = TimeSpan.Zero; ; await Task.Delay(200, stop))
        {
            var filled = blotter.Orders(1000).Where(o => o.State == "filled").ToList();
            if (clock.Elapsed < next || filled.Count == seen || filled.Count == 0) continue;
            (seen, next) = (filled.Count, clock.Elapsed + TimeSpan.FromSeconds(5));
            var newest = filled[0];
            Console.WriteLine($"{newest.Created.ToDateTimeOffset():HH:mm:ss.fff}  {newest.Strategy} {newest.Side} {newest.Quantity} {newest.Instrument} at {newest.Limit} or better: filled");
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
        }
    }
}
