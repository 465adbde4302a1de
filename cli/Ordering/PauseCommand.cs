using System.CommandLine;
using Noderr.Cli.Api;

namespace Noderr.Cli.Ordering;

/// <summary>noderr orders pause|resume: an order that is worked over time.</summary>
internal static class PauseCommand
{
    public static Command Create(string what, string description)
    {
        var order = new Argument<string>("order") { Description = "The order's id, 32 hexadecimal digits" };
        return new Command(what, description) { order }.Asks(async call =>
        {
            var answer = await call.Api.AskAsync(HttpMethod.Post, $"/api/v1/orders/{Uri.EscapeDataString(call.Arguments.GetValue(order)!)}/{what}", null, call.Cancel);
            await call.Output.WriteLineAsync(call.Json ? answer.ToJsonString() : $"asked for; noderr why {answer["order"]} tells how it goes on");
            return 0;
        });
    }
}
