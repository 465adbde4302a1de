using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka.Output;

namespace Noderr.Cli.Ordering;

/// <summary>noderr orders list: the newest orders, or those that are open.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var open = new Option<bool>("--open") { Description = "Only those that are not over" };
        var count = new Option<int>("--count") { Description = "How many, the newest first; at most 1000", DefaultValueFactory = _ => 20 };
        return new Command("list", "List orders, the newest first") { open, count }.Asks(async call =>
        {
            var path = $"/api/v1/orders?count={call.Arguments.GetValue(count)}&open={(call.Arguments.GetValue(open) ? "true" : "false")}";
            var orders = (await call.Api.AskAsync(HttpMethod.Get, path, null, call.Cancel)) as JsonArray ?? throw call.Api.NotOurs();
            if (call.Json) await call.Output.WriteLineAsync(orders.ToJsonString());
            else Show(orders, call.Output);
            return 0;
        });
    }

    private static void Show(JsonArray orders, TextWriter output)
    {
        var table = new Table("order", "strategy", "instrument", "side", ">quantity", ">filled", ">limit", "terms", "state");
        foreach (var o in orders)
        {
            var reason = (string?)o!["reason"] is { Length: > 0 } why ? $": {why}" : "";
            table.Add(
                (string)o["order"]!, $"{o["book"]}/{o["strategy"]}", (string)o["instrument"]!, (string)o["side"]!, (string)o["quantity"]!, (string)o["filled"]!,
                (string)o["limit"]!, (string?)o["type"] ?? "", (string)o["state"]! + reason);
        }
        if (table.Count == 0) output.WriteLine("no orders");
        else table.Write(output);
    }
}
