using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;

namespace Noderr.Cli.Configuring;

/// <summary>noderr config get: what is set in a running system, and where that comes from.</summary>
internal static class GetCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("name") { Description = "A setting, or a part of the tree as trading.books; all when none is given", Arity = ArgumentArity.ZeroOrMore };
        return new Command("get", "Show the settings that all services share, as control has them") { names }.Asks(async call =>
        {
            var now = await call.Api.AskAsync(HttpMethod.Get, "/api/v1/config", null, call.Cancel);
            var asked = call.Arguments.GetValue(names)!;
            var settings = (now["settings"] as JsonArray ?? throw call.Api.NotOurs()).Where(s => asked.Length == 0 || asked.Any(a => IsUnder((string)s!["name"]!, a))).ToList();
            if (settings.Count == 0) throw new CannotException($"nothing is set under {string.Join(" or ", asked)}");
            if (call.Json) JsonText.Write(call.Output, new JsonObject { ["version"] = (long?)now["version"], ["settings"] = JsonText.Array(settings, s => s!.DeepClone()) });
            else Tell(call.Output, settings, (long?)now["version"] ?? 0);
            return 0;
        });
    }

    private static bool IsUnder(string name, string asked) => name == asked || name.StartsWith(asked + '.', StringComparison.Ordinal);

    private static void Tell(TextWriter output, List<JsonNode?> settings, long version)
    {
        var table = new Table("NAME", "VALUE", "FROM", "");
        foreach (var s in settings) table.Add((string)s!["name"]!, Bytes.Escape((string)s["value"]!), (string)s["origin"]!, (bool)s["live"]! ? "live" : "");
        table.Write(output);
        output.WriteLine(version == 0 ? "nothing was changed at run time" : $"version {version} of what is changed at run time");
    }
}
