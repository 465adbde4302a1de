using System.CommandLine;

namespace Noderr.Cli.Api;

/// <summary>Where the API is, and how one gets in.</summary>
internal sealed class ApiOptions
{
    private readonly Option<string> url = new("--url") { Description = "Where the API is", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
    private readonly Option<string?> key = new("--key-file") { Description = "File that holds an API key" };
    private readonly Option<string?> authorities = new("--tls-ca") { Description = "PEM file with the certificates to trust; those of this machine without it" };

    public void AddTo(Command command)
    {
        command.Add(url);
        command.Add(key);
        command.Add(authorities);
    }

    public ApiClient Open(ParseResult arguments) => new(arguments.GetValue(url)!, arguments.GetValue(key), arguments.GetValue(authorities));
}
