using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;

namespace Noderr.Chaos;

/// <summary>Does what a start on record says, and tells what came of it.</summary>
/// <param name="faults">What breaks things.</param>
/// <param name="tell">Puts an outcome on record.</param>
public sealed class Experimenter(IFaults faults, Func<ExperimentOutcome, Task<bool>> tell) : IEffects<ChaosEvent>, IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task last = Task.CompletedTask;

    public void Run(Entry<ChaosEvent> entry)
    {
        foreach (var e in entry.Events)
            if (e.Kind == ChaosKind.Started) last = After(last, e);
    }

    /// <summary>An experiment of the owner before is ended by the decider: whether it hit anything is not known, and it is not done twice.</summary>
    public void TookOver()
    {
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await last;
        stopping.Dispose();
    }

    private async Task After(Task before, ChaosEvent start)
    {
        await before;
        try
        {
            var (recovered, after, detail) = await faults.Kill(start.Target, TimeSpan.FromMilliseconds(start.PatienceMs), stopping.Token);
            await tell(new ExperimentOutcome(start.Experiment, recovered, after, detail));
        }
        catch (OperationCanceledException)
        {
            // Stopped in the middle: the next owner says so.
        }
    }
}
