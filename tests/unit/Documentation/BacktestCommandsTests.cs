using Noderr.Tests.Unit.Cli;
using Noderr.Tests.Unit.Hosting;
using Noderr.Tests.Unit.Simulation;

namespace Noderr.Tests.Unit.Documentation;

/// <summary>The backtests that the documentation shows, run as they stand there, on files that are made up.</summary>
public sealed class BacktestCommandsTests : IDisposable
{
    private const string Command = "./noderr backtest ";

    private static readonly string[] pages = ["docs/backtesting.md", "docs/strategies.md", "README.md"];

    private readonly MarketFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Shown =>
    [
        .. from page in pages
           from line in File.ReadLines(Repository.Path(page))
           where line.StartsWith(Command, StringComparison.Ordinal)
           select line.Split('#')[0].Trim(),
    ];

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task A_command_that_is_shown_works(string line)
    {
        var words = line[Command.Length..].Split(' ').Select(w => w.Contains(".csv", StringComparison.Ordinal) ? Make(w) : w == "results" ? folder.Path(w) : w);
        var ran = await NoderrCommand.Run(["backtest", .. words, "--config", Repository.Path("config/noderr.yaml")]);
        Assert.True(ran.Code == 0, ran.Error);
        Assert.NotEmpty(ran.Output);
    }

    private string Make(string name)
    {
        var text = name.Contains(".trades.", StringComparison.Ordinal) ? $"ts_ns,price,size\n{MarketFolder.Second(1)},1.01,5\n"
            : name.StartsWith("ETH-USD", StringComparison.Ordinal) ? $"ts_ns,bid,ask\n{MarketFolder.Second(0)},1.01,1.02\n"
            : MarketFolder.Quotes(500);
        return name.EndsWith(".gz", StringComparison.Ordinal) ? folder.Write(name, MarketFolder.Gzip(text)) : folder.Write(name, text);
    }
}
