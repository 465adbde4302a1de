using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;

namespace Noderr.Cli.Configuring;

/// <summary>noderr config set, unset and rollback: all or nothing, checked by control, on record before it holds.</summary>
internal static class ChangeCommands
{
    public static Command Set()
    {
        var settings = new Argument<string[]>("setting") { Description = "name=value; services.NAME.… for one service alone", Arity = ArgumentArity.OneOrMore };
        return Change("set", "Change settings while all is running", settings, HttpMethod.Patch, "/api/v1/config", (arguments, reason) =>
            new { values = arguments.GetValue(settings)!.Select(Parse).GroupBy(s => s.Name).ToDictionary(s => s.Key, s => (string?)s.Last().Value), reason });
    }

    public static Command Unset()
    {
        var names = new Argument<string[]>("name") { Description = "A setting that was changed at run time", Arity = ArgumentArity.OneOrMore };
        return Change("unset", "Take changes of settings back: what the file says holds again", names, HttpMethod.Patch, "/api/v1/config", (arguments, reason) =>
            new { values = arguments.GetValue(names)!.Distinct().ToDictionary(n => n, _ => (string?)null), reason });
    }

    public static Command Rollback()
    {
        var version = new Argument<long>("version") { Description = "The version whose settings are to hold again; 0 takes all changes back" };
        return Change("rollback", "Go back to the settings of an earlier version, as a new version", version, HttpMethod.Post, "/api/v1/config/rollback", (arguments, reason) =>
            new { version = arguments.GetValue(version), reason });
    }

    private static Command Change(string name, string what, Argument argument, HttpMethod method, string path, Func<ParseResult, string?, object> body)
    {
        var reason = new Option<string?>("--reason") { Description = "Why; it is kept with the version" };
        return new Command(name, what) { argument, reason }.Asks(async call =>
        {
            var made = await call.Api.AskAsync(method, path, body(call.Arguments, call.Arguments.GetValue(reason)), call.Cancel);
            if (call.Json) JsonText.Write(call.Output, made);
            else Tell(call.Output, made);
            return 0;
        });
    }

    private static (string Name, string Value) Parse(string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? (setting[..equals].Trim(), setting[(equals + 1)..].Trim()) : throw new CannotException($"'{setting}' is no setting; write name=value");
    }

    private static void Tell(TextWriter output, JsonNode made)
    {
        output.WriteLine($"version {made["version"]}{(made["changed"] is JsonObject { Count: > 0 } ? ":" : ": nothing is changed at run time")}");
        foreach (var (name, value) in made["changed"] as JsonObject ?? []) output.WriteLine($"  {name}={Bytes.Escape((string?)value ?? "")}");
    }
}
