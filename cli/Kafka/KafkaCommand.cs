using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Noderr.LocalKafka;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Settings;

namespace Noderr.Cli.Kafka;

/// <summary>noderr kafka: runs the embedded broker and registry until it is told to stop.</summary>
public static class KafkaCommand
{
    private const int CannotStart = 2;

    /// <summary>The commands that look are made only when one is asked for, or help: they would make every start of the broker slower.</summary>
    public static Command Create(IReadOnlyList<string> arguments)
    {
        var command = CreateBroker();
        var runsBroker = arguments is ["kafka"] or ["kafka", ['-', ..], ..];
        if (runsBroker && !arguments.Any(a => a is "--help" or "-h" or "-?")) return command;
        command.Subcommands.Add(TopicsCommand.Create());
        command.Subcommands.Add(GroupsCommand.Create());
        command.Subcommands.Add(DumpCommand.Create());
        command.Subcommands.Add(VerifyCommand.Create());
        return command;
    }

    private static Command CreateBroker()
    {
        var port = new Option<int>("--port") { Description = "Port of the Kafka listener on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 9092 };
        var registryPort = new Option<int>("--registry-port") { Description = "Port of the Schema Registry; 0 takes a free one, -1 starts none", DefaultValueFactory = _ => 8081 };
        var data = new Option<string>("--data") { Description = "Folder in which everything is kept", DefaultValueFactory = _ => ".data/kafka" };
        var set = new Option<string[]>("--set") { Description = "A setting under Apache Kafka's name, as log.retention.hours=24; can be repeated", HelpName = "key=value", Arity = ArgumentArity.ZeroOrMore };
        var users = new Option<string?>("--users") { Description = "File with lines of name:password, for the SASL listener and the registry" };
        var saslPort = new Option<int?>("--sasl-port") { Description = "Port of a listener with SASL PLAIN; encrypted when there is a certificate" };
        var certificate = new Option<string?>("--tls-cert") { Description = "PEM file with certificate and key (or PKCS#12)" };
        var host = new Option<string>("--host") { Description = "Address of the SASL listener and the registry; others than loopback need --users and --tls-cert", DefaultValueFactory = _ => "127.0.0.1" };
        var verbose = new Option<bool>("--verbose") { Description = "Log what happens, not only what is wrong" };
        var command = new Command("kafka", "Run LocalKafka, the embedded Kafka broker and Schema Registry") { port, registryPort, data, set, users, saslPort, certificate, host, verbose };
        command.SetAction((arguments, cancel) => Run(verbose: arguments.GetValue(verbose), () => new LocalKafkaOptions
        {
            Port = arguments.GetValue(port),
            RegistryPort = arguments.GetValue(registryPort) is >= 0 and var p ? p : null,
            DataFolder = arguments.GetValue(data)!,
            Settings = Pairs(arguments.GetValue(set) ?? []),
            UsersFile = arguments.GetValue(users),
            SaslPort = arguments.GetValue(saslPort),
            TlsCertificateFile = arguments.GetValue(certificate),
            Host = arguments.GetValue(host)!,
        }));
        return command;
    }

    private static async Task<int> Run(bool verbose, Func<LocalKafkaOptions> options)
    {
        using var logging = new JsonLogFactory(Console.Error, verbose ? LogLevel.Information : LogLevel.Warning);
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await using var server = await LocalKafkaServer.StartAsync(options() with { Logging = logging });
            Console.WriteLine($"ready kafka={server.BootstrapServers} registry={server.RegistryUrl?.ToString().TrimEnd('/') ?? "none"}");
            await stop.Task;
            return 0;
        }
        catch (Exception e) when (e is InvalidSettingException or DataFolderException)
        {
            await Console.Error.WriteLineAsync($"noderr kafka: {e.Message}");
            return CannotStart;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static Dictionary<string, string> Pairs(string[] pairs)
    {
        var settings = new Dictionary<string, string>();
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=');
            if (equals <= 0) throw new InvalidSettingException($"--set {pair} is not key=value");
            settings[pair[..equals].Trim()] = pair[(equals + 1)..].Trim();
        }
        return settings;
    }
}
