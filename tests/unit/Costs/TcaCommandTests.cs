using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Noderr.Tests.Unit.Cli;
using Noderr.Tests.Unit.Hosting;
using Noderr.Tests.Unit.Trading;

namespace Noderr.Tests.Unit.Costs;

/// <summary>noderr tca on the journals of a system that trades.</summary>
public sealed class TcaCommandTests : IDisposable
{
    private static readonly string[] names = ["delay", "spread", "impact", "opportunity", "fees"];

    private readonly string folder = Directory.CreateTempSubdirectory("tca-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_says_what_trading_has_cost_per_venue_strategy_and_order_and_draws_it()
    {
        await using var desk = await Trading();
        var ran = await Tca(desk);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Matches(@"^\d[\d,]* orders for \d[\d,]* decisions, ", ran.Lines[0]);
        foreach (var table in new[] { "Per venue", "Per strategy", "Per way of working", "Decisions that cost most" }) Assert.Contains(ran.Lines, l => l.StartsWith(table, StringComparison.Ordinal));
        Assert.Contains(ran.Lines, l => l.StartsWith("limit ioc", StringComparison.Ordinal));

        var report = JsonNode.Parse((await Tca(desk, "--json")).Output)!;
        Assert.Equal(0, (int)report["unmeasured"]!);
        foreach (var venue in report["venues"]!.AsArray())
        {
            Assert.InRange((double)venue!["score"]!, 0, 100);
            Assert.InRange((long)venue["latencyP50"]!, 0, 60_000_000_000);
            Assert.InRange((long)venue["feeMillionths"]!, 1, 10_000);
        }
        var parts = report["strategies"]![0]!["shortfall"]!;
        Assert.Equal(Number(parts["total"]), names.Sum(p => Number(parts[p])));

        var worst = (string)report["worst"]![0]!["id"]!;
        var one = await Tca(desk, "--order", worst);
        Assert.Equal(0, one.Code);
        Assert.Contains(one.Lines, l => l.StartsWith("  arrival mid", StringComparison.Ordinal));
        var same = JsonNode.Parse((await Tca(desk, "--order", worst, "--json")).Lines[0])!;
        Assert.Equal(report["worst"]![0]!.ToJsonString(), same.ToJsonString());

        var here = JsonNode.Parse((await Tca(desk, "--venue", "ALPHA", "--json")).Output)!;
        Assert.Equal(["ALPHA"], here["venues"]!.AsArray().Select(v => (string?)v!["name"]));
        Assert.Equal((1, 2), ((await Tca(desk, "--until", "2020-01-01")).Code, (await Tca(desk, "--venue", "NOWHERE")).Code));

        foreach (var name in new[] { "costs.svg", "costs.html" })
        {
            var path = Path.Combine(folder, name);
            var drawn = await Tca(desk, "--plot", path);
            Assert.True(drawn.Code == 0, drawn.Error);
            Assert.EndsWith($"picture: {path}\n", drawn.Output, StringComparison.Ordinal);
            var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
            var svg = XDocument.Parse(text[text.IndexOf("<svg", StringComparison.Ordinal)..(text.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
            var words = svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
            foreach (var word in new[] { "Slippage per venue", "ALPHA", "opportunity", "median" }) Assert.Contains(word, words);
            Assert.Contains(words, w => w.Contains("basis points", StringComparison.Ordinal));
        }
        var nowhere = await Tca(desk, "--plot", Path.Combine(folder, "missing", "costs.svg"));
        Assert.Equal(1, nowhere.Code);
        Assert.StartsWith("noderr tca: the picture can't be written: ", nowhere.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_of_the_documentation_work()
    {
        await using var desk = await Trading();
        var text = await File.ReadAllTextAsync(Repository.Path("docs/tca.md"), TestContext.Current.CancellationToken);
        var commands = text.Split('\n').Where(l => l.StartsWith("./noderr tca", StringComparison.Ordinal)).Select(l => l.Split('#')[0].Trim()).ToArray();
        Assert.Equal(5, commands.Length);
        foreach (var command in commands)
        {
            var words = command.Split(' ')[2..].Select(w => w.StartsWith("costs.", StringComparison.Ordinal) ? Path.Combine(folder, w) : w).ToArray();
            var ran = await Tca(desk, words);
            Assert.True(ran.Code == 0, $"{command}: {ran.Error}");
        }
    }

    [Fact]
    public async Task Where_nothing_was_filled_it_says_so()
    {
        await using var desk = await RunningDesk.Start("ingest.source=none");
        var ran = await Tca(desk);
        // The services are still making their topics.
        for (var i = 0; i < 100 && ran.Code == 2 && ran.Error.Contains("there are no topics", StringComparison.Ordinal); i++) ran = await Tca(desk);
        Assert.Equal((1, "noderr tca: nothing was filled of what was chosen: 0 orders sent\n"), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task A_Kafka_without_journals_and_none_at_all_are_told_apart()
    {
        var none = await NoderrCommand.Run("tca", "--bootstrap", "127.0.0.1:1");
        Assert.Equal(2, none.Code);
        Assert.StartsWith("noderr tca: no Kafka answers at 127.0.0.1:1", none.Error, StringComparison.Ordinal);
        await using var desk = await RunningDesk.Start("ingest.source=none");
        var empty = await Tca(desk, "--set", "kafka.topic.prefix=other.");
        Assert.Equal(2, empty.Code);
        Assert.StartsWith("noderr tca: there are no topics other.market, other.signals", empty.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since", "yesterday", "--since: 'yesterday' is no time")]
    [InlineData("--until", "5y", "--until: '5y' is no time")]
    [InlineData("--order", "12", "--order: '12' is no name of an order")]
    [InlineData("--plot", "costs.png", "--plot: 'costs.png' must end in .svg or .html")]
    public async Task What_can_not_be_is_refused_before_anything_is_read(string option, string value, string why)
    {
        var ran = await NoderrCommand.Run("tca", option, value, "--bootstrap", "127.0.0.1:1");
        Assert.Equal(2, ran.Code);
        Assert.StartsWith($"noderr tca: {why}", ran.Error, StringComparison.Ordinal);
    }

    private static async Task<RunningDesk> Trading()
    {
        var desk = await RunningDesk.Start();
        using var http = new HttpClient { BaseAddress = new Uri(desk.Url) };
        // Both venues have filled something, and a while has passed in which orders have ended.
        await RunningDesk.Until(() => Fills(http) >= 30, "hardly anything is filled");
        return desk;
    }

    private static long Fills(HttpClient http)
    {
        using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, "api/v1/status"));
        return (long)JsonNode.Parse(answer.Content.ReadAsStream())!["totals"]!["fills"]!;
    }

    private static Task<Ran> Tca(RunningDesk desk, params string[] more) =>
        NoderrCommand.Run(["tca", "--bootstrap", desk.Bootstrap, "--registry", desk.RegistryUrl.ToString(), .. more]);

    private static decimal Number(JsonNode? text) => decimal.Parse((string)text!, CultureInfo.InvariantCulture);
}
