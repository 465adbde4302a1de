using System.CommandLine;
using System.Diagnostics;
using Noderr.Cli.Kafka;
using Noderr.Cli.Kafka.Client;

namespace Noderr.Cli.Status;

/// <summary>noderr status: asks the API of a running system how it is, and waits until it trades where that is wanted.</summary>
internal static class StatusCommand
{
    private const int Idle = 1;
    private static readonly TimeSpan betweenLooks = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var at = new ApiOptions();
        var wait = new Option<int>("--wait") { Description = "Seconds to wait until an order is filled after the first look; 1 is the exit code when none is", HelpName = "seconds" };
        var command = new Command("status", "Ask a running system how it is") { wait };
        at.AddTo(command);
        command.SetLook(async (arguments, output, cancel) =>
        {
            using var api = at.Open(arguments);
            return await Look(api, TimeSpan.FromSeconds(arguments.GetValue(wait)), output, cancel);
        });
        return command;
    }

    private static async Task<int> Look(StatusApi api, TimeSpan wait, TextWriter output, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        for (Totals? first = null; ; await Task.Delay(betweenLooks, cancel))
        {
            var overdue = clock.Elapsed >= wait;
            try
            {
                var now = await api.AskAsync(cancel);
                first ??= now;
                if (wait > TimeSpan.Zero && now.Fills == first.Fills && !overdue) continue;
                await output.WriteLineAsync(now.ToString().AsMemory(), cancel);
                return wait == TimeSpan.Zero || now.Fills > first.Fills ? 0 : Idle;
            }
            catch (HttpRequestException e) when (e.StatusCode is null or >= System.Net.HttpStatusCode.InternalServerError)
            {
                // It may be on its way up.
                if (overdue) throw new CannotException($"{api.Url} does not answer: {e.InnerException?.Message ?? e.Message}");
            }
        }
    }
}
