using System.CommandLine;
using Noderr.Cli.Api;

namespace Noderr.Cli.Ordering;

/// <summary>noderr orders amend: other terms for an order that is open.</summary>
internal static class AmendCommand
{
    public static Command Create()
    {
        var order = new Argument<string>("order") { Description = "The order's id, 32 hexadecimal digits" };
        var quantity = new Option<string?>("--quantity") { Description = "All of it from now on, what is filled included; only less than it was" };
        var limit = new Option<string?>("--limit") { Description = "Another limit" };
        var trigger = new Option<string?>("--trigger") { Description = "Another trigger" };
        return new Command("amend", "Change the quantity or the prices of an open order") { order, quantity, limit, trigger }.Asks(async call =>
        {
            var body = new { quantity = call.Arguments.GetValue(quantity), limit = call.Arguments.GetValue(limit), trigger = call.Arguments.GetValue(trigger) };
            var answer = await call.Api.AskAsync(HttpMethod.Patch, $"/api/v1/orders/{Uri.EscapeDataString(call.Arguments.GetValue(order)!)}", body, call.Cancel);
            await call.Output.WriteLineAsync(call.Json ? answer.ToJsonString() : $"asked for; noderr why {answer["order"]} tells what risk and venue say");
            return 0;
        });
    }
}
