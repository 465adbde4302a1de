using System.Text.Json.Nodes;
using Noderr.Tests.Unit.Cli;
using Noderr.Tests.Unit.Hosting;
using Noderr.Tests.Unit.Simulation;
using static Noderr.Tests.Unit.Simulation.MarketFolder;

namespace Noderr.Tests.Unit.Backtesting;

public sealed class BacktestCommandTests : IDisposable
{
    private const string Desk = """
        trading:
          instruments:
            - { symbol: TST, venue: V, tick: 0.01, lot: 1, fee.millionths: 200 }
          books:
            - name: main
              strategies:
                - { name: back, kind: mean-reversion, instruments: [TST@V], size: 2, enter: 0.5, leave: 0.2 }
        kafka:
          sasl.password: ${env:NOT_SET_ANYWHERE}
        """;

    private readonly MarketFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// The price stands still for 200 quotes, which is what the strategy waits for, falls by 1 and rises by 1.5. It buys 2 at 99.01 after the
    /// fall, which costs 198.02 and a fee of 0.039604, and sells them at 100.49 for 200.98 with a fee of 0.040196. It has gained 2 · 1.48 =
    /// 2.96 less 0.0798 of fees, and was lowest right after it had bought: by the spread of 2 · 0.02 and the fee.
    /// </summary>
    [Fact]
    public async Task A_small_market_gives_the_profit_that_was_computed_by_hand()
    {
        var results = folder.Path("results");
        var ran = await NoderrCommand.Run("backtest", SmallMarket(), "--config", Configuration(), "--json", "--out", results);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var line = Assert.Single(JsonNode.Parse(ran.Output)!["lines"]!.AsArray())!;
        Assert.Equal(
            ("back", "TST@V", 2, 0, 2, "399", "0", "0.0798", "2.96", "0", "2.8802", "0.079604"),
            (Text("strategy"), Text("instrument"), Number("orders"), Number("denied"), Number("fills"), Text("volume"), Text("position"), Text("fees"), Text("realised"), Text("unrealised"),
                Text("profit"), Text("max_drawdown")));
        var fills = File.ReadAllLines(Path.Combine(results, "fills.csv"));
        Assert.Equal(3, fills.Length);
        Assert.StartsWith($"{Second(200)},2023-11-14T22:16:40.0000000Z,back,TST@V,buy,2,99.01,0.039604,", fills[1], StringComparison.Ordinal);
        Assert.StartsWith($"{Second(201)},2023-11-14T22:16:41.0000000Z,back,TST@V,sell,2,100.49,0.040196,", fills[2], StringComparison.Ordinal);
        Assert.Equal($"{Second(201)},2023-11-14T22:16:41.0000000Z,2.8802,2.8802", File.ReadAllLines(Path.Combine(results, "equity.csv"))[^1]);
        System.Xml.Linq.XDocument.Load(Path.Combine(results, "equity.svg"));

        string Text(string name) => (string)line[name]!;
        int Number(string name) => (int)line[name]!;
    }

    [Fact]
    public async Task The_same_run_ends_in_the_same_state_and_another_seed_in_another()
    {
        async Task<string> State(string seed) => (string)JsonNode.Parse((await Synthetic("--seed", seed, "--json")).Output)!["state"]!;
        var first = await State("5");
        Assert.Equal((32, first), (first.Length, await State("5")));
        Assert.NotEqual(first, await State("6"));
    }

    [Fact]
    public async Task Its_files_are_the_same_each_time_to_the_byte()
    {
        foreach (var name in new[] { "a", "b" }) await Synthetic("--out", folder.Path(name));
        foreach (var file in new[] { "equity.svg", "equity.csv", "fills.csv" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Path("a"), file)), File.ReadAllBytes(Path.Combine(folder.Path("b"), file)));
        Assert.True(File.ReadLines(Path.Combine(folder.Path("a"), "fills.csv")).Count() > 100);
    }

    [Fact]
    public async Task A_person_gets_a_table()
    {
        var ran = await Synthetic();
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.StartsWith("STRATEGY   INSTRUMENT     ORDERS  DENIED", ran.Lines[0], StringComparison.Ordinal);
        Assert.Contains(ran.Lines, l => l.StartsWith("momentum   SOL-USD@ALPHA", StringComparison.Ordinal));
        Assert.Contains(ran.Lines, l => l.StartsWith("market   100,000 events from 2023-11-14T22:13:20", StringComparison.Ordinal));
        Assert.Matches("^state    [0-9a-f]{32}$", ran.Lines[^1]);
    }

    [Fact]
    public async Task Rows_that_were_left_out_and_what_was_inferred_is_said()
    {
        var path = folder.Write("EURUSD@FXCM.quotes.csv", Quotes(500).Replace($"{Second(7)},1", $"{Second(7)},3", StringComparison.Ordinal));
        var ran = await NoderrCommand.Run("backtest", path, "--config", Configuration(), "--everywhere");
        Assert.Equal(0, ran.Code);
        Assert.Contains("note: EURUSD@FXCM is not configured: tick 0.00001 and lot 1 are inferred from the data", ran.Error, StringComparison.Ordinal);
        Assert.Contains($"note: {path}: 1 row left out, the bid is at or above the ask (first at line 9)", ran.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await NoderrCommand.Run("backtest", path, "--config", Configuration(), "--everywhere", "--strict")).Code);
    }

    [Fact]
    public async Task Data_that_can_not_be_used_ends_with_1_and_the_place()
    {
        var path = folder.Write("TST@V.quotes.csv", $"ts_ns,bid,ask\n{Second(0)},x,1\n");
        var ran = await NoderrCommand.Run("backtest", path, "--config", Configuration());
        Assert.Equal((1, $"noderr backtest: {path}:2: bid: 'x' is no number, expected digits with a decimal point, as 1234.56\n"), (ran.Code, ran.Error));
    }

    [Theory]
    [InlineData("expected files with market data, or --synthetic EVENTS")]
    [InlineData("expected either files or --synthetic, not both", "--synthetic", "5", "TST@V.csv")]
    [InlineData("--synthetic must be above 0", "--synthetic", "0")]
    [InlineData("there is no book other; the configuration has main", "--synthetic", "5", "--book", "other")]
    [InlineData("there is no configuration nowhere.yaml: name one with --config FILE", "--synthetic", "5", "--config", "nowhere.yaml")]
    [InlineData("trading.books.0.strategies.0.size: must be lots of 1 of TST@V, at least 1, was 0.5", "--synthetic", "5", "--set", "trading.books.0.strategies.0.size=0.5")]
    [InlineData("trading.boks: is no setting", "--synthetic", "5", "--set", "trading.boks=1")]
    public async Task A_wish_that_can_not_be_met_ends_with_2_and_what_to_do(string message, params string[] arguments)
    {
        string[] configuration = arguments.Contains("--config") ? [] : ["--config", Configuration()];
        var ran = await NoderrCommand.Run(["backtest", .. arguments, .. configuration]);
        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_no_strategy_trades_is_no_test_of_any()
    {
        var path = folder.Write("EURUSD@FXCM.quotes.csv", Quotes(500));
        var ran = await NoderrCommand.Run("backtest", path, "--config", Configuration());
        Assert.Equal((2, "noderr backtest: no strategy of the book main trades EURUSD@FXCM: name it in the configuration, or let all of them trade it with --everywhere\n"), (ran.Code, ran.Error));
    }

    private string Configuration() => folder.Write("desk.yaml", Desk);

    private string SmallMarket() => folder.Write("TST@V.quotes.csv.gz", Gzip(
        "ts_ns,bid,ask,bid_size,ask_size\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{Second(i)},99.99,100.01,10,10\n"))
        + $"{Second(200)},98.99,99.01,10,10\n{Second(201)},100.49,100.51,10,10\n"));

    private static Task<Ran> Synthetic(params string[] more) => NoderrCommand.Run(["backtest", "--synthetic", "100000", "--config", Repository.Path("config/noderr.yaml"), .. more]);
}
