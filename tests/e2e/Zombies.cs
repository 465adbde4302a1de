using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.EndToEnd;

/// <summary>
/// An owner that is paused for longer than its session: a stand-by takes its shard over and trades on, and when the old one wakes up it believes
/// to be the owner still. What the two did together is judged by the ledger afterwards, as everything else.
/// </summary>
internal sealed class Zombies(Installation installation, Verdicts verdicts)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public async Task Raise(string service, Func<Task> untilItTrades)
    {
        var owner = installation[service];
        using var standBy = installation.StandBy(service);
        standBy.Start();
        if (await standBy.UntilReady(Limit) is null)
        {
            verdicts.Fail($"zombie/{service}", "the stand-by is not ready");
            return;
        }
        owner.Signal(ServiceProcess.SigStop);
        var clock = Stopwatch.StartNew();
        var taken = await OwnerIs(service, $"{service}-2/");
        var after = clock.Elapsed;
        if (taken) await untilItTrades();
        owner.Signal(ServiceProcess.SigCont);
        var woken = await owner.UntilReady(Limit) is not null;
        await untilItTrades();
        // The stand-by leaves in order, and the woken one has the shard back.
        standBy.Signal(ServiceProcess.SigTerm);
        var left = standBy.WaitForExit(TimeSpan.FromSeconds(10)) == 0;
        var back = await OwnerIs(service, $"{service}-1/");
        if (back) await untilItTrades();
        verdicts.Judge($"zombie/{service}", taken && woken && left && back, !taken ? "nobody took the shard of the paused owner over"
            : !woken ? "the zombie is not ready again" : !left ? "the stand-by did not stop in order" : !back ? "the shard did not come back"
            : $"the stand-by owned the shard {after.TotalSeconds:0.0} s after the pause began, the zombie came back, the shard too");
    }

    private async Task<bool> OwnerIs(string service, string prefix)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Limit; await Task.Delay(100))
        {
            try
            {
                var status = await http.GetFromJsonAsync<JsonNode>($"http://127.0.0.1:{installation["control"].Port}/api/v1/status");
                if (((string?)status?["services"]?[service]?[0]?["owner"])?.StartsWith(prefix, StringComparison.Ordinal) == true) return true;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or ArgumentOutOfRangeException)
            {
                // Control may be on its way up.
            }
        }
        return false;
    }
}
