using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;

namespace Noderr.Trainer;

/// <summary>Does the trainings that are on record, one after the other and beside everything else, and tells what they found.</summary>
/// <param name="train">A whole training; it may take minutes.</param>
/// <param name="waiting">What has no result yet, when this instance takes over.</param>
/// <param name="tell">Puts an outcome on record.</param>
public sealed class Trainings(
    Func<ModelEvent, CancellationToken, TrainingOutcome> train, Func<IReadOnlyList<ModelEvent>> waiting, Func<TrainingOutcome, Task<bool>> tell)
    : IEffects<ModelEvent>, IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task last = Task.CompletedTask;

    public void Run(Entry<ModelEvent> entry)
    {
        foreach (var e in entry.Events)
            if (e.Kind == ModelKind.Requested) last = After(last, e);
    }

    public void TookOver()
    {
        foreach (var request in waiting()) last = After(last, request);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await last;
        stopping.Dispose();
    }

    private async Task After(Task before, ModelEvent request)
    {
        await before;
        if (stopping.IsCancellationRequested) return;
        try
        {
            await tell(await Task.Run(() => train(request, stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            // Stopped in the middle: it is done again by whoever comes next.
        }
        catch (OverflowException e)
        {
            await tell(TrainingOutcome.Failed(request.Model, $"the arithmetic did not hold: {e.Message}"));
        }
    }
}
