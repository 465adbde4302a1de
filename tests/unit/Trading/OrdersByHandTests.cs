using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Noderr.Tests.Unit.Cli;
using Noderr.Tests.Unit.Hosting;

namespace Noderr.Tests.Unit.Trading;

/// <summary>Orders through the API of a running system, down to the venue and back.</summary>
public sealed class OrdersByHandTests
{
    [Fact]
    public async Task An_order_is_given_changed_and_taken_back_and_its_story_is_told()
    {
        await using var desk = await RunningDesk.Start();
        using var http = new HttpClient { BaseAddress = new Uri(desk.Url) };
        await RunningDesk.Until(() => Get(http, "api/v1/prices").AsArray().Any(p => (string?)p!["instrument"] == "BTC-USD@ALPHA" && (string?)p["bid"] != "0"), "no price");

        var order = await Submit(http, new { id = "mine", instrument = "BTC-USD@ALPHA", side = "buy", quantity = "0.02", limit = "100" });
        Assert.Equal(order, await Submit(http, new { id = "mine", instrument = "BTC-USD@ALPHA", side = "buy", quantity = "0.02", limit = "100" }));
        await RunningDesk.Until(() => State(http, order) == "accepted", "it does not come to the venue");
        Assert.Equal(order, (string?)Get(http, "api/v1/orders?open=true").AsArray().First(o => (string?)o!["strategy"] == "operator")!["order"]);

        using (var changed = await http.PatchAsJsonAsync($"api/v1/orders/{order}", new { quantity = "0.01", limit = "101" }, TestContext.Current.CancellationToken)) Assert.Equal(HttpStatusCode.Accepted, changed.StatusCode);
        await RunningDesk.Until(() => Story(http, order).Contains("updated: 0.01 at 101", StringComparison.Ordinal), "it is not changed");
        using (var more = await http.PatchAsJsonAsync($"api/v1/orders/{order}", new { quantity = "0.05" }, TestContext.Current.CancellationToken)) Assert.Equal(HttpStatusCode.Accepted, more.StatusCode);
        await RunningDesk.Until(() => Story(http, order).Contains("other terms denied: BadTerms", StringComparison.Ordinal), "more of it is not denied");

        using (var gone = await http.DeleteAsync($"api/v1/orders/{order}", TestContext.Current.CancellationToken)) Assert.Equal(HttpStatusCode.Accepted, gone.StatusCode);
        await RunningDesk.Until(() => State(http, order) == "canceled", "it is not canceled");
        using (var over = await http.DeleteAsync($"api/v1/orders/{order}", TestContext.Current.CancellationToken)) Assert.Equal(HttpStatusCode.NotFound, over.StatusCode);

        var market = await Submit(http, new { instrument = "BTC-USD@ALPHA", side = "sell", quantity = "0.01", type = "trailing-stop", trail = "0.5" });
        await RunningDesk.Until(() => Story(http, market).Contains("triggered at", StringComparison.Ordinal) && Story(http, market).Contains("filled", StringComparison.Ordinal), "a trailing stop is not triggered");
    }

    [Fact]
    public async Task The_commands_of_the_documentation_do_what_it_says()
    {
        await using var desk = await RunningDesk.Start();
        using var http = new HttpClient { BaseAddress = new Uri(desk.Url) };
        await RunningDesk.Until(() => Get(http, "api/v1/prices").AsArray().Any(p => (string?)p!["instrument"] == "BTC-USD@ALPHA" && (string?)p["bid"] != "0"), "no price");
        await Ready(http);
        var text = await File.ReadAllTextAsync(Repository.Path("docs/trading.md"), TestContext.Current.CancellationToken);
        var commands = text[text.IndexOf("<!-- commands -->", StringComparison.Ordinal)..text.IndexOf("<!-- /commands -->", StringComparison.Ordinal)]
            .Split('\n').Where(l => l.StartsWith("./noderr ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(6, commands.Length);
        foreach (var command in commands)
        {
            var ran = await NoderrCommand.Run([.. command.Split(' ')[1..], "--url", desk.Url]);
            Assert.True(ran.Code == 0, $"{command}: {ran.Error}");
            if (!command.EndsWith("--open", StringComparison.Ordinal)) continue;
            await RunningDesk.Until(() => Get(http, "api/v1/orders?open=true").AsArray().Any(o => (string?)o!["limit"] == "50000"), "it is not open");
        }
        await RunningDesk.Until(() => !Get(http, "api/v1/orders?open=true").AsArray().Any(o => (string?)o!["strategy"] == "operator"), "not all is taken back",
            () => string.Join("\n\n", Get(http, "api/v1/orders?open=true").AsArray().Where(o => (string?)o!["strategy"] == "operator").Select(o => o!.ToJsonString() + "\n" + Story(http, (string)o["order"]!))));
        Assert.Equal(2, (await NoderrCommand.Run("orders", "submit", "BTC-USD@ALPHA", "buy", "0.01", "--type", "stop", "--url", desk.Url)).Code);
    }

    [Fact]
    public async Task An_order_is_worked_over_time_stands_still_and_goes_on()
    {
        await using var desk = await RunningDesk.Start();
        using var http = new HttpClient { BaseAddress = new Uri(desk.Url) };
        await RunningDesk.Until(() => Get(http, "api/v1/prices").AsArray().Any(p => (string?)p!["instrument"] == "BTC-USD@ALPHA" && (string?)p["bid"] != "0"), "no price");
        await Ready(http);
        var ran = await desk.Noderr("orders", "submit", "BTC-USD@ALPHA", "buy", "0.04", "--algorithm", "twap", "--over", "6s", "--slices", "4", "--retry", "100ms", "--json");
        Assert.True(ran.Code == 0, ran.Error);
        var order = (string)JsonNode.Parse(ran.Output)!["order"]!;
        await RunningDesk.Until(() => State(http, order) == "working" && Story(http, order).Contains("slice ", StringComparison.Ordinal), "it is not worked");

        Assert.Equal(0, (await desk.Noderr("orders", "pause", order)).Code);
        await RunningDesk.Until(() => State(http, order) == "paused", "it is not paused");
        Assert.Equal(0, (await desk.Noderr("orders", "resume", order)).Code);
        await RunningDesk.Until(() => State(http, order) == "filled", "it is not done", () => Story(http, order));
        Assert.Contains("done: 0.04 traded", Story(http, order), StringComparison.Ordinal);

        var iceberg = await Submit(http, new { instrument = "BTC-USD@ALPHA", side = "buy", quantity = "0.04", limit = "100", algorithm = new { kind = "iceberg", over = "1h", display = "0.01" } });
        await RunningDesk.Until(() => Get(http, "api/v1/orders?open=true").AsArray().Any(o => (string?)o!["signal"] == iceberg && (string?)o["state"] == "accepted"), "no part of the iceberg rests");
        Assert.Equal(0, (await desk.Noderr("orders", "cancel", iceberg)).Code);
        await RunningDesk.Until(() => State(http, iceberg) == "canceled", "it is not taken back", () => Story(http, iceberg));
    }

    [Fact]
    public async Task An_algorithm_that_can_not_be_is_refused_in_words()
    {
        await using var desk = await RunningDesk.Start();
        foreach (var (kind, option, value, fault) in new[]
        {
            ("twap", "--over", "1m", "slices are 1 to 10000"),
            ("twap", "--slices", "4", "give over or end"),
            ("fast", "--over", "1m", "algorithm must be one of twap, vwap, pov, shortfall, iceberg, sniper, not 'fast'"),
            ("pov", "--over", "1y", "over must be a duration up to a year"),
            ("pov", "--end", "2020-01-01T00:00:00Z", "its end is over already"),
            ("iceberg", "--over", "1m", "iceberg needs a limit"),
        })
        {
            var ran = await desk.Noderr("orders", "submit", "BTC-USD@ALPHA", "buy", "0.04", "--algorithm", kind, option, value);
            Assert.Equal(2, ran.Code);
            Assert.Contains(fault, ran.Error, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_bracket_is_given_by_one_call_and_closes_what_it_opened()
    {
        await using var desk = await RunningDesk.Start();
        using var http = new HttpClient { BaseAddress = new Uri(desk.Url) };
        await RunningDesk.Until(() => Get(http, "api/v1/prices").AsArray().Any(p => (string?)p!["instrument"] == "SOL-USD@BETA" && (string?)p["bid"] != "0"), "no price");
        var price = decimal.Parse((string)Get(http, "api/v1/prices").AsArray().First(p => (string?)p!["instrument"] == "SOL-USD@BETA")!["ask"]!, System.Globalization.CultureInfo.InvariantCulture);
        await Submit(http, new { instrument = "SOL-USD@BETA", side = "buy", quantity = "5" });
        // A little beyond the market, where it stays until it is filled, or something begins to close it.
        var order = await Submit(http, new
        {
            instrument = "SOL-USD@BETA",
            side = "buy",
            quantity = "1",
            limit = FormattableString.Invariant($"{Math.Round(price * 1.0002m, 3)}"),
            takeProfit = FormattableString.Invariant($"{Math.Round(price * 1.0006m, 3)}"),
            stopLoss = FormattableString.Invariant($"{Math.Round(price * 0.9994m, 3)}"),
        });
        await RunningDesk.Until(() => State(http, order) is "filled" or "canceled", "it is not filled", () => Story(http, order));
        await RunningDesk.Until(() => Legs().Count() >= 2 && Legs().All(l => (string?)l!["state"] is "filled" or "canceled"), "it is not closed", () => Story(http, order) + string.Join("\n", Legs().Select(l => $"{l!.ToJsonString()} {Story(http, (string)l["order"]!)}")));
        var opened = Decimal(Get(http, "api/v1/orders?count=1000").AsArray().First(o => (string?)o!["order"] == order)!);
        Assert.Equal(opened, Legs().Sum(l => Decimal(l!)));

        IEnumerable<JsonNode?> Legs() => Get(http, "api/v1/orders?count=1000").AsArray().Where(o => (string?)o!["signal"] == order);
        static decimal Decimal(JsonNode line) => decimal.Parse((string)line["filled"]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task What_can_not_be_is_refused_in_words_and_never_on_record()
    {
        await using var desk = await RunningDesk.Start("ingest.source=none");
        using var http = new HttpClient { BaseAddress = new Uri(desk.Url) };
        foreach (var (request, why) in new (object, string)[]
                 {
                     (new { instrument = "BTC-USD@NOWHERE", side = "buy", quantity = "1" }, "instrument must be one of BTC-USD@ALPHA"),
                     (new { book = "other", instrument = "BTC-USD@ALPHA", side = "buy", quantity = "1" }, "book must be one of main"),
                     (new { instrument = "BTC-USD@ALPHA", side = "up", quantity = "1" }, "side must be one of buy, sell, not 'up'"),
                     (new { instrument = "BTC-USD@ALPHA", side = "buy", quantity = "1e3" }, "quantity must be a number"),
                     (new { instrument = "BTC-USD@ALPHA", side = "buy" }, "quantity must be a number"),
                     (new { instrument = "BTC-USD@ALPHA", side = "buy", quantity = "0.00005" }, "is no multiple of the lot 0.0001"),
                     (new { instrument = "BTC-USD@ALPHA", side = "buy", quantity = "1", limit = "100.001" }, "is no multiple of the tick 0.01"),
                     (new { instrument = "BTC-USD@ALPHA", side = "buy", quantity = "1", type = "market", limit = "100" }, "a market order takes no limit"),
                     (new { instrument = "BTC-USD@ALPHA", side = "buy", quantity = "1", type = "stop" }, "a stop order needs a trigger"),
                     (new { instrument = "BTC-USD@ALPHA", side = "buy", quantity = "1", limit = "100", timeInForce = "gtd", expires = "2001-01-01" }, "it expires in the past"),
                     (new { instrument = "BTC-USD@ALPHA", side = "buy", quantity = "1", limit = "100", timeInForce = "ioc", postOnly = true }, "only an order with a limit that may rest can be post-only"),
                     (new { instrument = "BTC-USD@ALPHA", side = "buy", quantity = "1", limit = "100", display = "2" }, "display 2 is more than the quantity 1"),
                     (new { id = new string('x', 65), instrument = "BTC-USD@ALPHA", side = "buy", quantity = "1" }, "id has 1 to 64 characters"),
                 })
        {
            using var refused = await http.PostAsJsonAsync("api/v1/orders", request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(why, (string?)(await refused.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["detail"], StringComparison.Ordinal);
        }
        Assert.Empty(Get(http, "api/v1/orders").AsArray());
    }

    // Control may still be coming up.
    private static Task Ready(HttpClient http) =>
        RunningDesk.Until(() => Get(http, "api/v1/status")["services"]!["control"]!.AsArray().Count > 0 && Get(http, "api/v1/status")["services"]!["router"]!.AsArray().Count > 0, "nobody owns control");

    private static async Task<string> Submit(HttpClient http, object order)
    {
        await Ready(http);
        using var answer = await http.PostAsJsonAsync("api/v1/orders", order, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["order"]!;
    }

    private static string? State(HttpClient http, string order) => (string?)Get(http, "api/v1/orders?count=1000").AsArray().FirstOrDefault(o => (string?)o!["order"] == order)?["state"];

    // Nothing yet where the journals have not been read so far.
    private static string Story(HttpClient http, string order)
    {
        using var answer = http.GetAsync($"api/v1/orders/{order}/why").GetAwaiter().GetResult();
        return answer.StatusCode == HttpStatusCode.NotFound ? "" : answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
    }

    private static JsonNode Get(HttpClient http, string path) => JsonNode.Parse(http.GetStringAsync(path).GetAwaiter().GetResult())!;
}
