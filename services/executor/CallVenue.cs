using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using Noderr.Hosting.Journals;
using Noderr.Journal;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;
using Noderr.Venues;

namespace Noderr.Executor;

/// <summary>
/// Calls the venue for what is on record as being submitted, and asks it about what is unknown until it answers. An order is sent once, by
/// the owner that said so: whoever comes after it asks.
/// </summary>
public sealed class CallVenue(int book, ShardOwner<ExecutionEvent> executor, VenueClient venue, IHostApplicationLifetime life, ILogger<CallVenue> log) : IEffects<ExecutionEvent>
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50), LongestPause = TimeSpan.FromSeconds(1);

    public void Run(Entry<ExecutionEvent> entry)
    {
        foreach (var e in entry.Events)
        {
            if (e.Kind == ExecutionKind.Submitting) _ = Guarded(e.Order, Submit(new VenueOrder(e.Order, e.Instrument, e.Side, e.Quantity, e.Price)));
            else if (e.Kind == ExecutionKind.Unknown) _ = Guarded(e.Order, Query(e.Order));
        }
    }

    /// <summary>Those that were being submitted are said to be unknown by the decider, and asked about for that; the others here.</summary>
    public void TookOver() => _ = Task.Run(() =>
    {
        foreach (var order in executor.Look(book, (ExecutorDecider e) => e.Working.ToArray()) ?? [])
            if (order.State is ExecutionKind.Accepted or ExecutionKind.Unknown) _ = Guarded(order.Order, Query(order.Order));
    });

    private async Task Submit(VenueOrder order)
    {
        if (await venue.Submit(order) is { } reports) await Tell(reports);
        else await executor.Ask(book, new VenueReport(ReportKind.Lost, order.Order, default, default, default, 0, executor.Clock));
    }

    private async Task Query(Identity order)
    {
        for (var backoff = new Backoff(FirstPause, LongestPause); executor.Look(book, (ExecutorDecider e) => e.TryGet(order, out _)); await Task.Delay(backoff.Next(), life.ApplicationStopping))
        {
            if (await venue.Query(order) is { } reports)
            {
                await Tell(reports);
                return;
            }
        }
    }

    private async Task Tell(IReadOnlyList<VenueReport> reports)
    {
        foreach (var report in reports) await executor.Ask(book, report);
    }

    private async Task Guarded(Identity order, Task call)
    {
        try
        {
            await call;
        }
#pragma warning disable CA1031 // Nobody waits for this task: the order stays as it is on record, and must be heard of.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!life.ApplicationStopping.IsCancellationRequested) log.VenueCallFailed(order.ToString(), e);
        }
    }
}

internal static partial class ExecutorLog
{
    [LoggerMessage(EventName = "noderr.venue.call_failed", Level = LogLevel.Error, Message = "a call of the venue failed for {Order}")]
    public static partial void VenueCallFailed(this ILogger logger, string order, Exception e);
}
