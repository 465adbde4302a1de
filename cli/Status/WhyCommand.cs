using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;

namespace Noderr.Cli.Status;

/// <summary>noderr why: an order's story, step by step, with where each is on record.</summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var order = new Argument<string>("order") { Description = "The order's id, 32 hexadecimal digits; GET /api/v1/orders lists the newest" };
        return new Command("why", "Tell an order's story: who decided what, when, and where it is on record") { order }.Asks(async call =>
        {
            var story = await call.Api.AskAsync(HttpMethod.Get, $"/api/v1/orders/{Uri.EscapeDataString(call.Arguments.GetValue(order)!)}/why", null, call.Cancel);
            if (story["steps"] is null) throw call.Api.NotOurs();
            if (call.Json) await call.Output.WriteLineAsync(story.ToJsonString());
            else await Tell(story, call.Output);
            return 0;
        });
    }

    private static async Task Tell(JsonNode story, TextWriter output)
    {
        var line = story["order"]!;
        await output.WriteLineAsync($"{line["side"]} {line["quantity"]} {line["instrument"]} at {line["limit"]} or better, {line["book"]}/{line["strategy"]}: {line["state"]}, {line["filled"]} filled");
        foreach (var step in story["steps"]!.AsArray()) await output.WriteLineAsync($"  {step!["at"]}  {step["journal"],-10} {step["offset"],8}  {step["what"]}");
    }
}
