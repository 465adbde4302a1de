using Noderr.Cli.Running;

namespace Noderr.Tests.Unit.Cli;

public sealed class RunOptionsTests
{
    [Fact]
    public void A_recorded_market_takes_the_place_of_the_synthetic_one()
    {
        var ingest = Options() with { Replay = ["BTC-USD@alpha=a.csv", "b.csv.gz"], Speed = 2.5 };
        Assert.Equal(
            ["ingest.source=recorded", "ingest.recorded.files.0=BTC-USD@alpha=a.csv", "ingest.recorded.files.1=b.csv.gz", "ingest.recorded.speed=2.5"], ingest.Own()["ingest"]);
        Assert.Equal(["ingest.synthetic.rate=200", "ingest.synthetic.seed=7"], (Options() with { Rate = 200, Seed = 7 }).Own()["ingest"]);
        Assert.Empty(Options().Own()["ingest"]);
    }

    [Fact]
    public void What_is_set_by_hand_goes_first() =>
        Assert.Equal(["ingest.source=recorded", "ingest.recorded.files.0=a.csv"], (Options("ingest.recorded.speed=0") with { Replay = ["a.csv"], Speed = 4 }).Own()["ingest"]);

    [Fact]
    public async Task A_speed_without_a_recorded_market_is_refused()
    {
        var ran = await NoderrCommand.Run("run", "--speed", "2");
        Assert.Equal(2, ran.Code);
        Assert.Contains("--speed is for a recorded market: give its files with --replay", ran.Error, StringComparison.Ordinal);
    }

    private static RunOptions Options(params string[] set) => new("data", null, null, 0, 0, 0, null, null, set);
}
