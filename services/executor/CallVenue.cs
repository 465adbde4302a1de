using System.Collections.Concurrent;
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
/// Tells the venue what is on record as being told, hears what it says, and asks it about what is unknown until it answers. An order is sent once, by the
/// owner that said so: whoever comes after it asks.
/// </summary>
public sealed class CallVenue(int book, ShardOwner<ExecutionEvent> executor, VenueClient venue, IHostApplicationLifetime life, ILogger<CallVenue> log)
    : IEffects<ExecutionEvent>, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50), LongestPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Identity, Task> calls = new();
    private readonly CancellationTokenSource lost = new();
    private Task listening = Task.CompletedTask;

    public void Run(Entry<ExecutionEvent> entry)
    {
        foreach (var e in entry.Events)
        {
            var client = Identities.ClientOrder(e.Order);
            switch (e.Kind)
            {
                case ExecutionKind.Submitting: Guard(e.Order, () => Call(client, venue.Submit(new VenueOrder(client, book, e.Instrument, e.Side, e.Quantity, e.Terms)))); break;
                case ExecutionKind.PendingCancel: Guard(e.Order, () => Call(client, venue.Cancel(client))); break;
                case ExecutionKind.PendingUpdate: Guard(e.Order, () => Call(client, venue.Amend(new VenueAmendment(client, e.Quantity, e.Terms.Limit, e.Terms.Trigger, e.Terms.LinkMost)))); break;
                case ExecutionKind.Unknown: Guard(e.Order, () => Query(client)); break;
            }
        }
    }

    /// <summary>Those that the venue was being told about are said to be unknown by the decider, and asked about for that; the others here.</summary>
    public void TookOver()
    {
        foreach (var (order, client) in executor.Look(book, (ExecutorDecider e) => e.Working.Where(o => !o.Order.Status.IsInFlight() || o.Order.IsUnknown).Select(o => (o.Order.Id, o.Client)).ToArray()) ?? [])
            Guard(order, () => Task.Run(() => Query(client)));
        listening = Task.Run(Listen);
    }

    public async ValueTask DisposeAsync()
    {
        await lost.CancelAsync();
        await listening;
        lost.Dispose();
    }

    private async Task Call(Identity client, Task<IReadOnlyList<VenueReport>?> call)
    {
        if (await call is { } reports) await Tell(reports);
        else await executor.Ask(book, new VenueReport(ReportKind.Lost, client, default, default, default, 0, executor.Clock));
    }

    private async Task Query(Identity client)
    {
        for (var backoff = new Backoff(FirstPause, LongestPause); executor.Look(book, (ExecutorDecider e) => e.IsWorking(client)); await Task.Delay(backoff.Next(), life.ApplicationStopping))
        {
            if (await venue.Query(client) is not { } reports) continue;
            await Tell(reports);
            if (executor.Look(book, (ExecutorDecider e) => Unanswered(e, client)) is not { } again) return;
            // It lives and has not done what it was asked to: it may not have heard, and does it once.
            if (await (again.Cancels ? venue.Cancel(client) : venue.Amend(again.Amendment)) is not { } answers) continue;
            await Tell(answers);
            return;
        }
    }

    private static Pending? Unanswered(ExecutorDecider executor, Identity client) => executor.Find(client) is { } order && order.Order.Status is OrderStatus.PendingCancel or OrderStatus.PendingUpdate
        ? new Pending(order.Order.Status == OrderStatus.PendingCancel, new VenueAmendment(client, order.Asked.Quantity, order.Asked.Terms.Limit, order.Asked.Terms.Trigger, order.Asked.Terms.LinkMost))
        : null;

    // What rests trades when nobody has asked. It begins with the oldest that the venue keeps: what is known is no news.
    private async Task Listen()
    {
        var (after, backoff) = (0L, new Backoff(FirstPause, LongestPause));
        try
        {
            while (!lost.IsCancellationRequested && !life.ApplicationStopping.IsCancellationRequested)
            {
                if (await venue.Reports(book, after, lost.Token) is { } said)
                {
                    await Tell(said.Reports);
                    (after, backoff) = (said.Last, new Backoff(FirstPause, LongestPause));
                }
                else await Task.Delay(backoff.Next(), lost.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The shard is another's now.
        }
#pragma warning disable CA1031 // Nobody waits for this task before the shard is lost: that it ended must be heard of.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.ReportsNotHeard(e);
        }
    }

    private async Task Tell(IReadOnlyList<VenueReport> reports)
    {
        foreach (var report in reports) await executor.Ask(book, report);
    }

    // One after the other: what takes an order back must not come before the order.
    private void Guard(Identity order, Func<Task> call)
    {
        var before = calls.GetValueOrDefault(order, Task.CompletedTask);
        var mine = calls[order] = Guarded(order, before, call);
        mine.ContinueWith(done => calls.TryRemove(new KeyValuePair<Identity, Task>(order, done)), TaskScheduler.Default);
    }

    private async Task Guarded(Identity order, Task before, Func<Task> call)
    {
        await before;
        try
        {
            await call();
        }
#pragma warning disable CA1031 // Nobody waits for this task: the order stays as it is on record, and must be heard of.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!life.ApplicationStopping.IsCancellationRequested) log.VenueCallFailed(order.ToString(), e);
        }
    }

    private sealed record Pending(bool Cancels, VenueAmendment Amendment);
}

internal static partial class ExecutorLog
{
    [LoggerMessage(EventName = "noderr.venue.call_failed", Level = LogLevel.Error, Message = "a call of the venue failed for {Order}")]
    public static partial void VenueCallFailed(this ILogger logger, string order, Exception e);

    [LoggerMessage(EventName = "noderr.venue.reports_not_heard", Level = LogLevel.Error, Message = "the venue's reports are not heard any more")]
    public static partial void ReportsNotHeard(this ILogger logger, Exception e);
}
