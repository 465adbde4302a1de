using System.CommandLine;
using Noderr.Cli.Kafka;

namespace Noderr.Cli.Api;

/// <summary>Who asks a running system: the arguments, whether JSON is wanted, and where the answer goes.</summary>
internal sealed record ApiCall(ApiClient Api, ParseResult Arguments, bool Json, TextWriter Output, CancellationToken Cancel);

/// <summary>What the commands that ask a running system have in common: where its API is, how one gets in, and JSON for programs.</summary>
internal static class ApiCommand
{
    public static Command Asks(this Command command, Func<ApiCall, Task<int>> ask)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var url = new Option<string>("--url") { Description = "Where the API is", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
        var key = new Option<string?>("--key-file") { Description = "File that holds an API key" };
        var authorities = new Option<string?>("--tls-ca") { Description = "PEM file with the certificates to trust; those of this machine without it" };
        foreach (var option in new Option[] { json, url, key, authorities }) command.Add(option);
        command.SetLook(async (arguments, output, cancel) =>
        {
            using var api = new ApiClient(arguments.GetValue(url)!, arguments.GetValue(key), arguments.GetValue(authorities));
            return await ask(new ApiCall(api, arguments, arguments.GetValue(json), output, cancel));
        });
        return command;
    }
}
