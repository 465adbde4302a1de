using System.Globalization;
using Noderr.Hosting;
using Noderr.Hosting.Journals;

namespace Noderr.Tests.Unit.Trading;

/// <summary>What is declared to be measured is measured by somebody.</summary>
public sealed class MeasuresTests
{
    private static readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task A_desk_that_trades_fills_every_measure()
    {
        await using var desk = await RunningDesk.Start("telemetry.log.level=information");
        // Nothing is broken, nobody lags.
        var idle = new[] { Telemetry.PoisonRecords, Telemetry.InputLag };
        IReadOnlyList<string> lacking = [];
        for (var i = 0; i < 300; i++)
        {
            using (await http.GetAsync(new Uri(desk.Desk["risk"].Url, "health/ready"), TestContext.Current.CancellationToken))
            {
            }
            var lines = (await Task.WhenAll(Topology.Services.Select(s => http.GetStringAsync(new Uri(desk.Desk[s.Name].Url, "metrics"), TestContext.Current.CancellationToken))))
                .SelectMany(text => text.Split('\n')).ToList();
            lacking = [.. Telemetry.All.Where(m => !lines.Exists(l => IsOf(l, m) && (idle.Contains(m) || Value(l) > 0))).Select(m => m.Name)];
            // The counter of what is put aside has no value before something is.
            if (lacking.SequenceEqual([Telemetry.PoisonRecords.Name])) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"nobody fills {string.Join(", ", lacking)}");
    }

    private static bool IsOf(string line, Measure measure) => line.StartsWith(measure.Name + "{", StringComparison.Ordinal);

    private static double Value(string line) => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
}
