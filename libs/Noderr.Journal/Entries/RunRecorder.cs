namespace Noderr.Journal.Entries;

/// <summary>Notes which inputs were taken, in order; neighbours of one partition become one run.</summary>
internal sealed class RunRecorder
{
    private readonly List<Run> runs = [];

    public int Records { get; private set; }

    public void Took(string topic, int partition, long offset)
    {
        Records++;
        if (runs.Count > 0 && runs[^1] is var last && last.Topic == topic && last.Partition == partition && last.FirstOffset + last.Count == offset)
            runs[^1] = last with { Count = last.Count + 1 };
        else
            runs.Add(new Run(topic, partition, offset, 1));
    }

    public Run[] Flush()
    {
        var flushed = runs.ToArray();
        runs.Clear();
        Records = 0;
        return flushed;
    }
}
