using Microsoft.Extensions.Hosting;

namespace Noderr.Venues.Paper;

/// <summary>Orders expire although nobody calls.</summary>
internal sealed class VenueTimes(PaperDesk desk) : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = desk.Advance() is { } due && due < Longest ? (due > Shortest ? due : Shortest) : Longest;
            await Task.Delay(wait, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
