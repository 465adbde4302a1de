namespace Noderr.LocalKafka.Log;

/// <summary>
/// At which offset each leader epoch of a partition began. One node has no elections; the epoch rises when the broker did not end cleanly,
/// so that a client can find out where a log may have been cut.
/// </summary>
public sealed class LeaderEpochs(List<EpochStart> starts)
{
    public int Current => starts.Count > 0 ? starts[^1].Epoch : 0;

    public IReadOnlyList<EpochStart> Starts => starts;

    public void Begin(int epoch, long offset)
    {
        starts.RemoveAll(s => s.Offset >= offset);
        starts.Add(new EpochStart(epoch, offset));
    }

    public int EpochOf(long offset)
    {
        var found = 0;
        foreach (var start in starts) if (start.Offset <= offset) found = start.Epoch;
        return found;
    }

    /// <summary>The largest epoch that is not above the one asked for, and where it ended; -1, -1 for an epoch that is yet to come.</summary>
    public (int Epoch, long EndOffset) EndOf(int epoch, long logEnd)
    {
        if (epoch > Current) return (-1, -1);
        if (epoch == Current) return (epoch, logEnd);
        var found = (Epoch: 0, EndOffset: -1L);
        for (var i = 0; i < starts.Count - 1; i++)
            if (starts[i].Epoch <= epoch) found = (starts[i].Epoch, starts[i + 1].Offset);
        return found.EndOffset >= 0 ? found : starts.Count > 0 ? (epoch, starts[0].Offset) : (epoch, logEnd);
    }
}

public readonly record struct EpochStart(int Epoch, long Offset);
