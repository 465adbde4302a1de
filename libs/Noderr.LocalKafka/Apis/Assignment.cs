namespace Noderr.LocalKafka.Apis;

/// <summary>Partitions assigned to brokers by hand: with one node there is one right answer.</summary>
public static class Assignment
{
    /// <summary>What is wrong; null when each partition is named once and given to this broker.</summary>
    public static string? Check(List<(int Partition, List<int> Brokers)> assignments)
    {
        var partitions = assignments.Select(a => a.Partition).Order().ToList();
        if (!partitions.SequenceEqual(Enumerable.Range(0, partitions.Count))) return "partitions should be a consecutive 0-based integer sequence";
        return Check(assignments.Select(a => a.Brokers));
    }

    public static string? Check(IEnumerable<List<int>> brokers) =>
        brokers.FirstOrDefault(b => b is not [Broker.NodeId]) is { } wrong
            ? $"a partition can be assigned to broker {Broker.NodeId} alone, not to [{string.Join(", ", wrong)}]"
            : null;
}
