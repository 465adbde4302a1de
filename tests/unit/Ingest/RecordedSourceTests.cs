using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting.Journals;
using Noderr.Ingest;
using Noderr.Tests.Unit.Cli;
using Noderr.Tests.Unit.Simulation;
using Noderr.Tests.Unit.Trading;

namespace Noderr.Tests.Unit.Ingest;

/// <summary>A recorded file as the market of a whole desk.</summary>
public sealed class RecordedSourceTests : IDisposable
{
    private readonly MarketFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_comes_in_once_whatever_starts_again()
    {
        var file = folder.Write("BTC-USD@ALPHA.quotes.csv", "ts_ns,bid,ask\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{MarketFolder.Second(i)},{60_000 + i}.01,{60_001 + i}.01\n")));
        await using var desk = await RunningDesk.Start("ingest.source=recorded", $"ingest.recorded.files={file}", "ingest.recorded.speed=400");
        await RunningDesk.Until(() => Count(desk) > 300, "the file does not come in");
        await desk.Restart();
        await RunningDesk.Until(() => Count(desk) == 2_000, "the rest does not come in");
        await desk.Restart();
        await RunningDesk.Until(() => Ingest(desk).Owns(0), "ingest does not own its journal");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal(2_000, Count(desk));
    }

    [Fact]
    public async Task A_broken_file_makes_ingest_say_so_and_stop_there()
    {
        var file = folder.Write("BTC-USD@ALPHA.quotes.csv", "ts_ns,bid,ask\n1700000000000000000,1.1,x\n");
        await using var desk = await RunningDesk.Start("ingest.source=recorded", $"ingest.recorded.files={file}");
        using var http = new HttpClient();
        string health = "";
        await RunningDesk.Until(() => (health = http.GetAsync(desk.Desk["ingest"].Url + "actuator/health").GetAwaiter().GetResult().Content.ReadAsStringAsync().GetAwaiter().GetResult()).Contains("quotes.csv:2: ask:", StringComparison.Ordinal), "ingest does not say what is wrong");
        Assert.Contains("is no number", health, StringComparison.Ordinal);
        Assert.Equal(0, Count(desk));
    }

    [Theory]
    [InlineData("ingest.source=recorded", "ingest.recorded.files: must name a file when the source is recorded, was none")]
    [InlineData("ingest.recorded.files=BTC-USD@ALPHA=nowhere.csv", "ingest.recorded.files: must be files that are there, was nowhere.csv")]
    [InlineData("ingest.recorded.speed=-1", "ingest.recorded.speed: must be")]
    public async Task What_can_not_be_is_refused_at_the_start(string setting, string reason)
    {
        var ran = await NoderrCommand.Run("config", "validate", "--service", "ingest", "--set", setting);
        Assert.Equal(1, ran.Code);
        Assert.StartsWith(reason, ran.Lines[0], StringComparison.Ordinal);
    }

    private static ShardOwner<MarketEvent> Ingest(RunningDesk desk) => desk.Desk["ingest"].Provider.GetRequiredService<ShardOwner<MarketEvent>>();

    private static long Count(RunningDesk desk) => Ingest(desk).Look(0, (IngestDecider d) => d.Count);
}
