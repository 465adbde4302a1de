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
        var algorithm = new (string Field, Option<string?> Option)[]
        {
            ("kind", Text("--algorithm", "Worked over time: twap, vwap, pov, shortfall, iceberg or sniper; see docs/algorithms.md")),
            ("over", Text("--over", "Of an algorithm: how long it may take, as 10m")),
            ("start", Text("--start", "Of an algorithm: when it begins; now, where it is not given")),
            ("end", Text("--end", "Of an algorithm: when it is to be done, in place of --over")),
            ("jitter", Text("--jitter", "Of an algorithm: how late a slice may be, as a part of the time between two, as 0.25")),
            ("catchUp", Text("--catch-up", "Of an algorithm: how much more than its own size a slice may have that is behind, as a part of it")),
            ("share", Text("--share", "Of pov: our part of the market's volume, as 0.1")),
            ("urgency", Text("--urgency", "Of shortfall: 0 is even, higher is sooner")),
            ("display", Text("--slice", "Of an iceberg: how much is shown at a time; of a sniper: what must be offered")),
            ("retry", Text("--retry", "Of an algorithm: how long it waits after a slice that did not trade, as 1s")),
        };
        var slices = new Option<int?>("--slices") { Description = "Of twap, vwap and shortfall: how many parts" };
        var profile = new Option<string?>("--profile") { Description = "Of vwap: the part of the volume that comes in each slice of time, as 0.5,0.25,0.25" };
        var leaveRest = new Option<bool>("--leave-rest") { Description = "Of an algorithm: what is left at its end is not traded" };
        var command = new Command("submit", "Give an order") { instrument, side, quantity, postOnly, reduceOnly };
        foreach (var (_, option) in texts.Concat(algorithm)) command.Add(option);
        command.Add(slices);
        command.Add(profile);
        command.Add(leaveRest);
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
            var worked = new Dictionary<string, object?>();
            foreach (var (field, option) in algorithm)
                if (call.Arguments.GetValue(option) is { } text) worked[field] = text;
            if (call.Arguments.GetValue(slices) is { } count) worked["slices"] = count;
            if (call.Arguments.GetValue(profile) is { } parts) worked["profile"] = parts.Split(',');
            if (call.Arguments.GetValue(leaveRest)) worked["leaveRest"] = true;
            if (worked.Count > 0) body["algorithm"] = worked;
            var answer = await call.Api.AskAsync(HttpMethod.Post, "/api/v1/orders", body, call.Cancel);
            await call.Output.WriteLineAsync(call.Json ? answer.ToJsonString() : $"order {answer["order"]}; noderr why {answer["order"]} tells what becomes of it");
            return 0;
        });
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };
}
