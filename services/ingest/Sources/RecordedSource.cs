using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Hosting.Journals;
using Noderr.Simulation.Recorded;

namespace Noderr.Ingest.Sources;

/// <summary>Lets a recorded market run in real time, or as fast as the journal takes it: a batch waits for the one before.</summary>
internal sealed class RecordedSource(ShardOwner<MarketEvent> ingest, InstrumentCatalog instruments, IngestSettings settings, ILogger<RecordedSource> log) : BackgroundService
{
    private const int MostAtOnce = 512;

    private string? broken;

    /// <summary>Without a market there is nothing to be ready for.</summary>
    public HealthCheckResult Health() => broken is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(broken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        try
        {
            var over = false;
            while (!over)
            {
                while (!ingest.Owns(0)) await timer.WaitForNextTickAsync(stoppingToken);
                over = await Play(timer, stoppingToken);
            }
        }
        catch (RecordedDataException e)
        {
            broken = e.Message;
            log.Broken(e.Message);
        }
    }

    /// <summary>True when the recording is over; false when the shard was lost, and somebody goes on behind what is on record.</summary>
    private async Task<bool> Play(PeriodicTimer timer, CancellationToken stop)
    {
        using var recording = new Recording(settings, instruments, ingest.Look(0, (IngestDecider d) => d.Sequence));
        var told = false;
        while (!recording.IsOver)
        {
            var due = recording.Take(ingest.Clock, MostAtOnce);
            if (due.Length > 0 && !await ingest.Ask(0, new MarketBatch(due))) return false;
            if (due.Length < MostAtOnce) await timer.WaitForNextTickAsync(stop);
            if (!ingest.Owns(0)) return false;
            if (!told && recording.IsThrough)
                foreach (var rows in recording.Skipped) log.LeftOut(rows.Count, rows.File, rows.Oddity.Describe(), rows.FirstLine);
            told |= recording.IsThrough;
        }
        log.Over(recording.Told);
        return true;
    }
}

internal static partial class IngestLog
{
    [LoggerMessage(EventName = "noderr.recording.broken", Level = LogLevel.Error, Message = "the recorded market can't be read, nothing more comes in: {Problem}; mend ingest.recorded.files and start again")]
    public static partial void Broken(this ILogger logger, string problem);

    [LoggerMessage(EventName = "noderr.recording.left_out", Level = LogLevel.Warning, Message = "{Count} rows of {File} were left out: {Why}, first in line {Line}")]
    public static partial void LeftOut(this ILogger logger, long count, string file, string why, long line);

    [LoggerMessage(EventName = "noderr.recording.over", Level = LogLevel.Information, Message = "the recorded market is over after {Count} events")]
    public static partial void Over(this ILogger logger, long count);
}
