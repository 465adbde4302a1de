using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Noderr.Tests.EndToEnd;

/// <summary>
/// Somebody who gives orders of all kinds while everything is being killed: brackets, pairs, stops, icebergs; he changes some and takes some back. What he
/// does not get an answer to he asks for again under the same name.
/// </summary>
internal sealed class OrdersByHand : IDisposable
{
    private static readonly string[] instruments = ["BTC-USD@ALPHA", "ETH-USD@ALPHA", "SOL-USD@BETA"];
    private static readonly string[] sizes = ["0.01", "0.1", "1"];

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromMilliseconds(500) }) { Timeout = TimeSpan.FromSeconds(3) };
    private readonly CancellationTokenSource stop = new();
    private readonly Random random;
    private readonly Task giving;

    public OrdersByHand(string url, int seed, bool isThere)
    {
        http.BaseAddress = new Uri(url);
        random = new Random(seed);
        giving = isThere ? Task.Run(Give) : Task.CompletedTask;
    }

    public int Given { get; private set; }

    public async Task Stop()
    {
        await stop.CancelAsync();
        await giving;
    }

    public void Dispose()
    {
        http.Dispose();
        stop.Dispose();
    }

    public async Task CancelAll()
    {
        foreach (var order in await Open()) await Try(() => http.DeleteAsync($"api/v1/orders/{order}"));
    }

    private async Task Give()
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(random.Next(50, 400));
            // The book has room for fifty orders, and its strategies are to trade on.
            if (await Open() is { Count: > 0 } open && (open.Count > 15 || random.Next(4) == 0))
            {
                var order = open[random.Next(open.Count)];
                if (open.Count > 15 || random.Next(2) == 0) await Try(() => http.DeleteAsync($"api/v1/orders/{order}"));
                else await Try(() => http.PatchAsJsonAsync($"api/v1/orders/{order}", new { quantity = sizes[0] }));
                continue;
            }
            if (await Prices() is not { } prices) continue;
            var which = random.Next(instruments.Length);
            if (prices.FirstOrDefault(p => (string?)p!["instrument"] == instruments[which]) is not { } price) continue;
            var (path, body) = Order(instruments[which], sizes[which], decimal.Parse((string)price["bid"]!), decimal.Parse((string)price["ask"]!));
            if (decimal.Parse((string)price["bid"]!) == 0) continue;
            for (var i = 0; i < 20 && !stop.IsCancellationRequested && !await Try(() => http.PostAsJsonAsync(path, body)); i++) await Task.Delay(250);
            Given++;
        }
    }

    private (string Path, JsonObject Body) Order(string instrument, string size, decimal bid, decimal ask)
    {
        var (side, other, near) = random.Next(2) == 0 ? ("buy", "sell", bid) : ("sell", "buy", ask);
        var away = Math.Round(ask * 0.0005m, 2);
        var (better, worse) = side == "buy" ? (ask + away, bid - away) : (bid - away, ask + away);
        var id = $"{random.NextInt64():x}";
        var order = new JsonObject { ["id"] = id, ["instrument"] = instrument, ["side"] = side, ["quantity"] = size };
        switch (random.Next(6))
        {
            case 0: order["limit"] = Text(near); break;
            case 1: (order["type"], order["trail"]) = ("trailing-stop", Text(away)); break;
            case 2: (order["limit"], order["takeProfit"], order["stopLoss"]) = (Text(near), Text(better), Text(worse)); break;
            case 3: (order["takeProfit"], order["stopLoss"]) = (Text(better), Text(worse)); break;
            case 4: (order["limit"], order["timeInForce"]) = (Text(worse), "day"); break;
            default:
                var leg = new JsonObject { ["instrument"] = instrument, ["side"] = other, ["quantity"] = size, ["limit"] = Text(side == "buy" ? ask + away : bid - away) };
                order.Remove("id");
                order["limit"] = Text(side == "buy" ? bid - away : ask + away);
                return ("api/v1/order-groups", new JsonObject { ["id"] = id, ["relation"] = "oco", ["legs"] = new JsonArray(order, leg) });
        }
        return ("api/v1/orders", order);
    }

    // A price that every instrument here can have.
    private static string Text(decimal price) => Math.Round(price, 2).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<List<string>> Open() =>
        await Get("api/v1/orders?open=true&count=1000") is { } orders ? [.. orders.Where(o => (string?)o!["strategy"] == "operator").Select(o => (string)o!["order"]!)] : [];

    private Task<JsonArray?> Prices() => Get("api/v1/prices");

    private async Task<JsonArray?> Get(string path)
    {
        try
        {
            return await http.GetFromJsonAsync<JsonArray>(path);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>True when it was heard, whatever the answer.</summary>
    private static async Task<bool> Try(Func<Task<HttpResponseMessage>> call)
    {
        try
        {
            using var answer = await call();
            return (int)answer.StatusCode < 500;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
