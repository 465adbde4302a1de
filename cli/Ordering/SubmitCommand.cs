using System.CommandLine;
using Noderr.Cli.Api;

namespace Noderr.Cli.Ordering;

/// <summary>noderr orders submit: the options of an order, handed to the API as they are written; it says what is wrong with them.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var instrument = new Argument<string>("instrument") { Description = "What to trade, as BTC-USD@ALPHA" };
        var side = new Argument<string>("side") { Description = "buy or sell" };
        var quantity = new Argument<string>("quantity") { Description = "How much" };
        var postOnly = new Option<bool>("--post-only") { Description = "Refused where it would trade at once" };
        var reduceOnly = new Option<bool>("--reduce-only") { Description = "Never trades more than the position that it reduces" };
        var texts = new (string Field, Option<string?> Option)[]
        {
            ("id", Text("--id", "A name of yours: the same one twice is one order")),
            ("book", Text("--book", "The book; not needed where there is one")),
            ("type", Text("--type", "limit, market, market-to-limit, stop, stop-limit, market-if-touched, limit-if-touched, trailing-stop or trailing-stop-limit; limit with a limit, else market")),
            ("timeInForce", Text("--tif", "gtc, ioc, fok, gtd or day; gtc, ioc at the market")),
            ("limit", Text("--limit", "Not worse than this price")),
            ("trigger", Text("--trigger", "The price at which a stop or an if-touched order begins to be")),
            ("trail", Text("--trail", "How far a trailing stop stays behind the market")),
            ("limitOffset", Text("--limit-offset", "How far beyond its trigger the limit of a trailing stop lies")),
            ("triggerBy", Text("--trigger-by", "quotes (the price it would trade at), last or mid")),
            ("display", Text("--display", "How much of it is shown at a time")),
            ("takeProfit", Text("--take-profit", "A limit at which what was filled is closed")),
            ("stopLoss", Text("--stop-loss", "A trigger at which what was filled is closed; what one of the two closes, the other does not")),
            ("expires", Text("--expires", "When a gtd order ends, as 2026-11-27T17:00:00Z")),
        };
        var command = new Command("submit", "Give an order") { instrument, side, quantity, postOnly, reduceOnly };
        foreach (var (_, option) in texts) command.Add(option);
        return command.Asks(async call =>
        {
            var body = new Dictionary<string, object?>
            {
                ["instrument"] = call.Arguments.GetValue(instrument),
                ["side"] = call.Arguments.GetValue(side),
                ["quantity"] = call.Arguments.GetValue(quantity),
                ["postOnly"] = call.Arguments.GetValue(postOnly),
                ["reduceOnly"] = call.Arguments.GetValue(reduceOnly),
            };
            foreach (var (field, option) in texts)
                if (call.Arguments.GetValue(option) is { } text) body[field] = text;
            var answer = await call.Api.AskAsync(HttpMethod.Post, "/api/v1/orders", body, call.Cancel);
            await call.Output.WriteLineAsync(call.Json ? answer.ToJsonString() : $"order {answer["order"]}; noderr why {answer["order"]} tells what becomes of it");
            return 0;
        });
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };
}
