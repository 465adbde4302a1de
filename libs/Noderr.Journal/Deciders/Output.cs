namespace Noderr.Journal.Deciders;

/// <summary>Where a decider puts what it says; one buffer serves all its decisions.</summary>
public sealed class Output<TEvent>
{
    private TEvent[] said = new TEvent[8];

    public int Count { get; private set; }

    public ReadOnlySpan<TEvent> Said => said.AsSpan(0, Count);

    public void Say(in TEvent e)
    {
        if (Count == said.Length) Array.Resize(ref said, Count * 2);
        said[Count++] = e;
    }

    public ref readonly TEvent this[int index] => ref said[index];

    public void Clear() => Count = 0;
}
