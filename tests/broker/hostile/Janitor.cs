using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>
/// Takes away the topics that hostile requests made once they are many, and makes the fuzzed ones again once they are gone: a broker that
/// is full, or that has nothing to write to, refuses everything else early.
/// </summary>
public sealed class Janitor(int port, Bystander bystander)
{
    private const int TooManyPartitions = 3000;

    public void TidyUp()
    {
        using var client = new WireClient(port, 30_000);
        var topics = Topics.List(client);
        if (topics.Sum(t => t.Partitions) > TooManyPartitions)
            Delete(client, topics);
        foreach (var (name, settings) in FuzzTopics.All)
            Topics.Create(client, name, settings);
    }

    /// <summary>Everything goes that is not the bystander's.</summary>
    public void RemoveAll()
    {
        using var client = new WireClient(port, 30_000);
        Delete(client, Topics.List(client));
        Topics.DeleteAll(client, Topics.Groups(client));
    }

    private void Delete(WireClient client, List<(string Name, int Partitions)> topics)
    {
        foreach (var some in topics.Where(t => t.Name != bystander.Topic).Select(t => t.Name).Chunk(500))
            Topics.Delete(client, some);
    }
}
