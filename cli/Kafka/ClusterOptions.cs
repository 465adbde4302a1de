using System.CommandLine;
using Noderr.Cli.Kafka.Client;

namespace Noderr.Cli.Kafka;

/// <summary>The options that say which cluster, and how to get in.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string> bootstrap = new("--bootstrap") { Description = "host:port of a broker, or several with commas", DefaultValueFactory = _ => "127.0.0.1:9092" };
    private readonly Option<string?> user = new("--user") { Description = "Name for a listener with SASL PLAIN" };
    private readonly Option<string?> passwordFile = new("--password-file") { Description = "File that holds the password" };
    private readonly Option<string?> authorities = new("--tls-ca") { Description = "PEM file with the certificates to trust; encrypts the connection" };
    private readonly Option<bool> tls = new("--tls") { Description = "Encrypt, and trust the authorities that this machine trusts" };

    public static ClusterOptions AddTo(Command command)
    {
        var options = new ClusterOptions();
        command.Options.Add(options.bootstrap);
        command.Options.Add(options.user);
        command.Options.Add(options.passwordFile);
        command.Options.Add(options.authorities);
        command.Options.Add(options.tls);
        return options;
    }

    public bool IsGiven(ParseResult arguments) => arguments.GetResult(bootstrap) is { Implicit: false };

    public Task<Cluster> OpenAsync(ParseResult arguments, CancellationToken cancel) => Cluster.OpenAsync(
        Access.From(arguments.GetValue(bootstrap)!, arguments.GetValue(user), arguments.GetValue(passwordFile), arguments.GetValue(tls), arguments.GetValue(authorities)), cancel);
}
