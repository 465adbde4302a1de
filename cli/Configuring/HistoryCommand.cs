using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka;
using Noderr.Cli.Kafka.Output;

namespace Noderr.Cli.Configuring;

/// <summary>noderr config history: who changed what, when and why, the newest first.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var at = new ApiOptions();
        var json = new Option<bool>("--json") { Description = "Print JSON, one version a line" };
        var command = new Command("history", "List what was changed at run time: the newest 100 versions") { json };
        at.AddTo(command);
        command.SetLook(async (arguments, output, cancel) =>
        {
            using var api = at.Open(arguments);
            var versions = await api.AskAsync(HttpMethod.Get, "/api/v1/config/history", null, cancel) as JsonArray ?? throw api.NotOurs();
            if (arguments.GetValue(json)) foreach (var version in versions) JsonText.Write(output, version!);
            else Tell(output, versions);
            return 0;
        });
        return command;
    }

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
