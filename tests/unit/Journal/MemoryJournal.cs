using Noderr.Journal.Entries;
using Noderr.Journal.Shards;

namespace Noderr.Tests.Unit.Journal;

/// <summary>A partition of a journal in memory.</summary>
internal sealed class MemoryJournal<TEvent> : IJournalReader<TEvent>
{
    private readonly List<Entry<TEvent>> entries = [];

    public long End => entries.Count;

    public IReadOnlyList<Entry<TEvent>> Entries => entries;

    public long Write(Entry<TEvent> entry)
    {
        entries.Add(entry);
        return entries.Count - 1;
    }

    public bool TryRead(long offset, out Entry<TEvent> entry)
    {
        var there = offset < entries.Count;
        entry = there ? entries[(int)offset] : null!;
        return there;
    }
}
