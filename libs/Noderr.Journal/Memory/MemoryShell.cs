using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Journal.Memory;

/// <summary>Takes events of one kind, wherever they come from.</summary>
public interface ISubscriber<TEvent>
{
    void On(in TEvent e, Timestamp at);
}

/// <summary>
/// Runs deciders in one thread, with events handed from one to the next as they are: no logs, no serialisation. What was said first is
/// heard first, by everybody, so a run is the same every time.
/// </summary>
public sealed class MemoryShell
{
    private readonly Queue<MemoryTopic> order = new(64);
    private readonly List<IMemoryHost> hosts = [];

    /// <summary>Events that were delivered to a reader.</summary>
    public long Deliveries { get; internal set; }

    public MemoryTopic<TEvent> Topic<TEvent>() => new(this);

    public MemoryHost<TEvent> Host<TEvent>(Decider<TEvent> decider, MemoryTopic<TEvent> own)
    {
        var host = new MemoryHost<TEvent>(decider, own);
        hosts.Add(host);
        return host;
    }

    /// <summary>Lets what was said, and what follows from it, come to its end.</summary>
    public void Run(Timestamp now)
    {
        foreach (var host in hosts) host.Tick(now);
        while (order.TryDequeue(out var topic)) topic.DeliverNext();
    }

    internal void Waits(MemoryTopic topic) => order.Enqueue(topic);
}

internal interface IMemoryHost
{
    void Tick(Timestamp now);
}

public abstract class MemoryTopic
{
    internal abstract void DeliverNext();
}

public sealed class MemoryTopic<TEvent>(MemoryShell shell) : MemoryTopic
{
    private readonly Queue<(TEvent Event, Timestamp At)> waiting = new(64);
    private ISubscriber<TEvent>[] readers = [];

    public void Subscribe(ISubscriber<TEvent> reader) => readers = [.. readers, reader];

    public void Publish(in TEvent e, Timestamp at)
    {
        waiting.Enqueue((e, at));
        shell.Waits(this);
    }

    internal override void DeliverNext()
    {
        var (e, at) = waiting.Dequeue();
        shell.Deliveries += readers.Length;
        foreach (var reader in readers) reader.On(e, at);
    }
}

/// <summary>A decider in the shell, and the topic of what it says.</summary>
public sealed class MemoryHost<TEvent>(Decider<TEvent> decider, MemoryTopic<TEvent> own) : IMemoryHost
{
    private readonly Output<TEvent> output = new();

    public Timestamp Now { get; private set; } = Timestamp.Min;

    public MemoryHost<TEvent> Reads<TInput>(MemoryTopic<TInput> topic, IReads<TInput, TEvent> reads)
    {
        topic.Subscribe(new Reader<TInput>(this, reads));
        return this;
    }

    /// <summary>What is in no log.</summary>
    public void Ask<TRequest>(IAnswers<TRequest, TEvent> answers, in TRequest request, Timestamp now)
    {
        Now = Timestamp.Later(Now, now);
        output.Clear();
        answers.Decide(request, Now, output);
        Emit();
    }

    public void Tick(Timestamp now)
    {
        if (decider.Due is not { } due || now < due) return;
        Now = Timestamp.Later(Now, now);
        output.Clear();
        decider.Decide(Now, output);
        Emit();
    }

    private void Emit()
    {
        for (var i = 0; i < output.Count; i++)
        {
            decider.Evolve(output[i], Now);
            own.Publish(output[i], Now);
        }
    }

    private sealed class Reader<TInput>(MemoryHost<TEvent> host, IReads<TInput, TEvent> reads) : ISubscriber<TInput>
    {
        public void On(in TInput e, Timestamp at)
        {
            host.Now = Timestamp.Later(host.Now, at);
            reads.Observe(e, host.Now);
            host.output.Clear();
            reads.Decide(e, host.Now, host.output);
            host.Emit();
        }
    }
}
