using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka.Output;

namespace Noderr.Cli.Configuring;

/// <summary>noderr config history: who changed what, when and why, the newest first.</summary>
internal static class HistoryCommand
{
    public static Command Create() => new Command("history", "List what was changed at run time: the newest 100 versions; as JSON one a line").Asks(async call =>
    {
        var versions = await call.Api.AskAsync(HttpMethod.Get, "/api/v1/config/history", null, call.Cancel) as JsonArray ?? throw call.Api.NotOurs();
        if (call.Json) foreach (var version in versions) JsonText.Write(call.Output, version!);
        else Tell(call.Output, versions);
        return 0;
    });

    private static void Tell(TextWriter output, JsonArray versions)
    {
        if (versions.Count == 0) output.WriteLine("nothing was changed at run time yet");
        foreach (var v in versions)
        {
            output.WriteLine($"version {v!["version"]}  {v["at"]}  {Bytes.Escape((string?)v["actor"] ?? "")}{((string?)v["reason"] is { Length: > 0 } why ? $"  {Bytes.Escape(why)}" : "")}");
            foreach (var (name, value) in (JsonObject)v["values"]!) output.WriteLine($"  {name}={Bytes.Escape((string?)value ?? "")}");
        }
    }
}
