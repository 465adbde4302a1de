using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;

namespace Noderr.Cli.Status;

/// <summary>What a system says of itself.</summary>
internal sealed record Totals(long Ticks, long Orders, long Fills, bool Halted)
{
    public static Totals? Of(JsonNode status) => status is JsonObject && status["totals"] is JsonObject totals
        ? new((long?)totals["ticks"] ?? 0, (long?)totals["orders"] ?? 0, (long?)totals["fills"] ?? 0, (bool?)status["halted"] ?? false)
        : null;

    public override string ToString() => FormattableString.Invariant($"{Ticks} ticks, {Orders} orders, {Fills} fills{(Halted ? ", HALTED" : "")}");
}

/// <summary>noderr status: asks the API of a running system how it is, and waits until it trades where that is wanted.</summary>
internal static class StatusCommand
{
    private const int Idle = 1;
    private static readonly TimeSpan betweenLooks = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var wait = new Option<int>("--wait") { Description = "Seconds to wait until an order is filled after the first look; 1 is the exit code when none is", HelpName = "seconds" };
        return new Command("status", "Ask a running system how it is") { wait }.Asks(call => Look(call, TimeSpan.FromSeconds(call.Arguments.GetValue(wait))));
    }

    private static async Task<int> Look(ApiCall call, TimeSpan wait)
    {
        var (api, _, json, output, cancel) = call;
        var clock = Stopwatch.StartNew();
        for (Totals? first = null; ; await Task.Delay(betweenLooks, cancel))
        {
            var overdue = clock.Elapsed >= wait;
            try
            {
                var now = Totals.Of(await api.TryAskAsync(HttpMethod.Get, "/api/v1/status", null, cancel)) ?? throw api.NotOurs();
                first ??= now;
                if (wait > TimeSpan.Zero && now.Fills == first.Fills && !overdue) continue;
                await output.WriteLineAsync((json ? JsonSerializer.Serialize(now, JsonSerializerOptions.Web) : now.ToString()).AsMemory(), cancel);
                return wait == TimeSpan.Zero || now.Fills > first.Fills ? 0 : Idle;
            }
            catch (HttpRequestException e) when (e.StatusCode is null or >= System.Net.HttpStatusCode.InternalServerError)
            {
                // It may be on its way up.
                if (overdue) throw api.Away(e);
            }
        }
    }
}
