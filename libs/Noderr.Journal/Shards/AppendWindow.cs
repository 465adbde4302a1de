using Noderr.Journal.Entries;

namespace Noderr.Journal.Shards;

/// <summary>
/// The entries of one owner on their way. It is the only writer, so their offsets must follow one another: a gap says that somebody else
/// may have written, and that what comes behind it may not count.
/// </summary>
internal sealed class AppendWindow<TEvent>
{
    private readonly Queue<Entry<TEvent>> sent = new();
    private long next;

    public int Count => sent.Count;

    public void Begin(long next) => this.next = next;

    public void Add(Entry<TEvent> entry) => sent.Enqueue(entry);

    /// <summary>False when it is not the oldest, or does not lie where it should.</summary>
    public bool Acknowledge(Entry<TEvent> entry, long offset) => sent.TryDequeue(out var oldest) && ReferenceEquals(oldest, entry) && offset == next++;
}
