namespace Noderr.Tests.Broker.Crash;

/// <summary>A client call that did not return although the broker has been serving all the while.</summary>
public sealed class StuckException : Exception
{
    public StuckException(string message) : base(message) { }

    public StuckException() { }

    public StuckException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>
/// Waits for client calls as long as the broker is away, and not long once it is back. librdkafka 2.16 needs it: when the group's
/// coordinator goes down under SendOffsetsToTransaction, the call may never return and send nothing more, with Apache Kafka too.
/// </summary>
public sealed class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(25);

    private int _stuck;

    public volatile bool BrokerServes;

    public int StuckCalls => _stuck;

    public void Await(Action call)
    {
        var task = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var waited = TimeSpan.Zero;
        while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(Slice))
        {
            waited = BrokerServes ? waited + Slice : TimeSpan.Zero;
            if (waited < Limit)
                continue;
            Interlocked.Increment(ref _stuck);
            throw new StuckException("the client's call does not return");
        }
        task.GetAwaiter().GetResult();
    }
}
