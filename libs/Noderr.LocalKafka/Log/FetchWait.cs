namespace Noderr.LocalKafka.Log;

/// <summary>A fetch that found too little and waits for more: appends wake it, whichever partition they go to, and so does its deadline.</summary>
public sealed class FetchWait : ILogWait, IDisposable
{
    private readonly Timer deadline;
    private volatile TaskCompletionSource woken = Fresh();

    public FetchWait(TimeSpan limit) => deadline = new Timer(static wait => ((FetchWait)wait!).Expire(), this, limit, Timeout.InfiniteTimeSpan);

    public bool IsOver { get; private set; }

    /// <summary>Register first, look at the logs after this call, then wait on what it gave: an append in between is not missed.</summary>
    public Task Next()
    {
        if (woken.Task.IsCompleted) woken = Fresh();
        return IsOver ? Task.CompletedTask : woken.Task;
    }

    public void Wake() => woken.TrySetResult();

    public void Expire()
    {
        IsOver = true;
        Wake();
    }

    public void Dispose() => deadline.Dispose();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
