namespace Noderr.Tests.Broker.Crash;

public enum Outcome { Open, Committed, Aborted, Unknown }

/// <summary>The transactions of one producer and what is known about their ends, compared with what read_committed consumers see.</summary>
public sealed class TransactionLedger(string producer, Violations violations)
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private int _judgedUpTo;

    public string Producer => producer;

    public int Committed
    {
        get
        {
            lock (_lock)
                return _entries.Count(e => e.Outcome == Outcome.Committed);
        }
    }

    public int Begin(int records, bool offsets)
    {
        lock (_lock)
        {
            _entries.Add(new Entry { Records = records, SendsOffsets = offsets });
            return _entries.Count - 1;
        }
    }

    public void End(int number, Outcome outcome)
    {
        lock (_lock)
            _entries[number].Outcome = outcome;
    }

    public void Saw(int number, int index)
    {
        lock (_lock)
        {
            if (number >= _entries.Count)
                violations.Add($"{producer}: transaction {number} was never begun");
            else if (!_entries[number].Seen.Add(index))
                violations.Add($"{producer}: record {index} of transaction {number} is there twice");
        }
    }

    /// <summary>Judges what has ended, and the group's offset, which is the number of the newest visible transaction that sent offsets, plus one.</summary>
    public void Judge(long committedOffset)
    {
        lock (_lock)
        {
            for (; _judgedUpTo < _entries.Count; _judgedUpTo++)
                JudgeEntry(_judgedUpTo, _entries[_judgedUpTo]);
            var newest = _entries.FindLastIndex(e => e.SendsOffsets && e.Seen.Count > 0);
            if (committedOffset != newest + 1)
                violations.Add($"{producer}: the group's offset is {committedOffset}, but the newest transaction with offsets whose records are visible is {newest}");
        }
    }

    public void StartOver()
    {
        lock (_lock)
        {
            _judgedUpTo = 0;
            foreach (var entry in _entries)
                entry.Seen.Clear();
        }
    }

    private void JudgeEntry(int number, Entry entry)
    {
        var what = $"{producer}: transaction {number} ({entry.Outcome}) shows {entry.Seen.Count} of {entry.Records} records to a read_committed consumer";
        var holds = entry.Outcome switch
        {
            Outcome.Committed => entry.Seen.Count == entry.Records,
            Outcome.Aborted => entry.Seen.Count == 0,
            Outcome.Unknown => entry.Seen.Count == 0 || entry.Seen.Count == entry.Records,
            _ => false,
        };
        if (!holds)
            violations.Add(what);
    }

    private sealed class Entry
    {
        public int Records { get; init; }

        public bool SendsOffsets { get; init; }

        public Outcome Outcome { get; set; } = Outcome.Open;

        public HashSet<int> Seen { get; } = [];
    }
}
