using System.ComponentModel;
using System.Diagnostics;

namespace Noderr.Chaos;

/// <summary>A service on this machine: its process, and where it tells that it is ready.</summary>
public sealed record Victim(VictimProcess Process, Uri Ready);

/// <summary>Kills processes without a warning (SIGKILL), those it was told of and no others, and asks until they are ready again.</summary>
public sealed class ProcessFaults(IReadOnlyDictionary<string, Victim> victims, HttpClient http) : IFaults
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(50), LongestAnswer = TimeSpan.FromSeconds(2);

    public async Task<Recovery> Kill(string target, TimeSpan patience, CancellationToken cancel)
    {
        if (!victims.TryGetValue(target, out var victim)) return NotDone($"no process is known for {target}");
        var (process, why) = victim.Process.Find();
        if (process is null) return NotDone(why);
        using (process)
        {
            var clock = Stopwatch.StartNew();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(patience);
            try
            {
                process.Kill();
                // What answers before the old process is gone is the old process.
                await process.WaitForExitAsync(limit.Token);
                await UntilReady(victim.Ready, limit.Token);
                return new Recovery(true, clock.Elapsed, $"process {process.Id} was killed");
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException)
            {
                return NotDone(e.Message);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return new Recovery(false, clock.Elapsed, $"{victim.Ready} was not ready within {patience.TotalSeconds:0.#} s");
            }
        }
    }

    private async Task UntilReady(Uri ready, CancellationToken cancel)
    {
        while (!await IsReady(ready, cancel)) await Task.Delay(BetweenQuestions, cancel);
    }

    private async Task<bool> IsReady(Uri ready, CancellationToken cancel)
    {
        using var answer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        answer.CancelAfter(LongestAnswer);
        try
        {
            using var response = await http.GetAsync(ready, answer.Token);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Recovery NotDone(string why) => new(false, TimeSpan.Zero, $"nothing was killed: {why}");
}
