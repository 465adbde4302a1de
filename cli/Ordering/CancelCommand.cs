using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka.Client;

namespace Noderr.Cli.Ordering;

/// <summary>noderr orders cancel: takes open orders back, some or all.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var orders = new Argument<string[]>("orders") { Description = "Ids of orders, 32 hexadecimal digits each", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All open orders" };
        return new Command("cancel", "Take open orders back") { orders, all }.Asks(async call =>
        {
            var named = call.Arguments.GetValue(orders)!;
            if (call.Arguments.GetValue(all) == named.Length > 0) throw new CannotException("name the orders, or give --all");
            if (named.Length == 0)
                named = [.. (await call.Api.AskAsync(HttpMethod.Get, "/api/v1/orders?open=true&count=1000", null, call.Cancel)).AsArray().Select(o => (string)o!["order"]!)];
            var answers = new JsonArray();
            foreach (var order in named)
            {
                JsonNode answer;
                try
                {
                    answer = await call.Api.AskAsync(HttpMethod.Delete, $"/api/v1/orders/{Uri.EscapeDataString(order)}", null, call.Cancel);
                }
                // It was open when it was listed: its end came first.
                catch (CannotException) when (call.Arguments.GetValue(all))
                {
                    continue;
                }
                if (!call.Json) await call.Output.WriteLineAsync($"{answer["order"]} is to be taken back");
                answers.Add(answer);
            }
            if (call.Json) await call.Output.WriteLineAsync(answers.ToJsonString());
            else if (named.Length == 0) await call.Output.WriteLineAsync("no order is open");
            return 0;
        });
    }
}
