using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Noderr.Cli.Kafka;
using Noderr.Control;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Shutdown;
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
        var data = new Option<string>("--data") { Description = "Folder in which LocalKafka and the paper venue keep everything", DefaultValueFactory = _ => ".data/run" };
        var config = new Option<string?>("--config") { Description = "Configuration file; without it the one that comes with the program: six instruments, one book" };
        var bootstrap = new Option<string?>("--bootstrap") { Description = "A Kafka cluster to use, host:port; without it LocalKafka is started. --set kafka.… says how to get in" };
        var kafkaPort = new Option<int>("--kafka-port") { Description = "Port of LocalKafka; 0 takes a free one", DefaultValueFactory = _ => 9092 };
        var registryPort = new Option<int>("--registry-port") { Description = "Port of LocalKafka's Schema Registry; 0 takes a free one", DefaultValueFactory = _ => 8081 };
        var port = new Option<int>("--port") { Description = "Port of the API and the page on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 8080 };
        var rate = new Option<double?>("--rate") { Description = "Market events a second of the synthetic market" };
        var seed = new Option<long?>("--seed") { Description = "Seed of the synthetic market; the same seed moves the same way" };
        var replay = new Option<string[]>("--replay") { Description = "A recorded market in place of the synthetic one: PATH or INSTRUMENT=PATH; can be repeated", HelpName = "FILE", DefaultValueFactory = _ => [] };
        var speed = new Option<double?>("--speed") { Description = "How many times as fast as it was the recorded market runs; 0 is as fast as it goes" };
        var set = new Option<string[]>("--set") { Description = "A setting for all services, name=value; can be repeated", DefaultValueFactory = _ => [] };
        var command = new Command("run", "Run everything in one process: LocalKafka, the services and paper trading") { data, config, bootstrap, kafkaPort, registryPort, port, rate, seed, replay, speed, set };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(speed) is not null && parsed.GetValue(replay) is not { Length: > 0 }) parsed.AddError("--speed is for a recorded market: give its files with --replay");
        });
        command.SetAction((a, _) => Run(new RunOptions(
            a.GetValue(data)!, a.GetValue(config), a.GetValue(bootstrap), a.GetValue(kafkaPort), a.GetValue(registryPort), a.GetValue(port), a.GetValue(rate), a.GetValue(seed), a.GetValue(set)!)
        { Replay = a.GetValue(replay)!, Speed = a.GetValue(speed) }));
        return command;
    }

    private static async Task<int> Run(RunOptions options)
    {
        using var logging = new JsonLogFactory(Console.Error, LogLevel.Warning);
        using var signals = new StopSignals();
        try
        {
            await using var broker = options.Bootstrap is null
                ? await LocalKafkaServer.StartAsync(
                    new LocalKafkaOptions { DataFolder = options.Data, Port = options.KafkaPort, RegistryPort = options.RegistryPort, Logging = logging }, signals.Token)
                : null;
            await using var desk = await Desk.Start(options.Surroundings(broker), options.Own(), signals.Token);
            Console.WriteLine($"page and API  {desk["control"].Url}");
            Console.WriteLine($"risk (gRPC)   {desk["risk"].GrpcUrl}");
            Console.WriteLine($"Kafka         {broker?.BootstrapServers ?? options.Bootstrap}{(broker is null ? "" : $"  registry {broker.RegistryUrl}  (LocalKafka, data in {options.Data})")}");
            Console.WriteLine("Ctrl-C stops; the next run goes on from the journals");
            var life = Life(desk["control"].Provider.GetRequiredService<Blotter>(), signals.Token);
            var code = await desk.UntilStopped(signals.Token);
            await life.ContinueWith(static _ => { }, TaskScheduler.Default);
            Console.WriteLine("stopped");
            return code;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (InvalidConfigurationException e)
        {
            foreach (var violation in e.Violations) await Console.Error.WriteLineAsync($"noderr run: {violation}{(violation.Origin.Length > 0 ? $" ({violation.Origin})" : "")}");
            return CannotStart;
        }
        catch (Exception e) when (e is InvalidSettingException or DataFolderException or IOException)
        {
            await Console.Error.WriteLineAsync($"noderr run: {e.Message}");
            return CannotStart;
        }
    }

    /// <summary>A line when the first order is filled, and then now and again.</summary>
    private static async Task Life(Blotter blotter, CancellationToken stop)
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
}
