using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka;

namespace Noderr.Cli.Status;

/// <summary>noderr why: an order's story, step by step, with where each is on record.</summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var order = new Argument<string>("order") { Description = "The order's id, 32 hexadecimal digits; GET /api/v1/orders lists the newest" };
        var at = new ApiOptions();
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("why", "Tell an order's story: who decided what, when, and where it is on record") { order, json };
        at.AddTo(command);
        command.SetLook(async (arguments, output, cancel) =>
        {
            using var api = at.Open(arguments);
            var story = await api.AskAsync(HttpMethod.Get, $"/api/v1/orders/{Uri.EscapeDataString(arguments.GetValue(order)!)}/why", null, cancel);
            if (story["steps"] is null) throw api.NotOurs();
            if (arguments.GetValue(json)) await output.WriteLineAsync(story.ToJsonString());
            else await Tell(story, output);
            return 0;
        });
        return command;
    }

    private static async Task Tell(JsonNode story, TextWriter output)
    {
        var line = story["order"]!;
        await output.WriteLineAsync($"{line["side"]} {line["quantity"]} {line["instrument"]} at {line["limit"]} or better, {line["book"]}/{line["strategy"]}: {line["state"]}, {line["filled"]} filled");
        foreach (var step in story["steps"]!.AsArray()) await output.WriteLineAsync($"  {step!["at"]}  {step["journal"],-10} {step["offset"],8}  {step["what"]}");
    }
}
