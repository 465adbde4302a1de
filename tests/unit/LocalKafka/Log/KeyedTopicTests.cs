using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.Tests.Unit.LocalKafka.Groups;

namespace Noderr.Tests.Unit.LocalKafka.Log;

public sealed class KeyedTopicTests : IDisposable
{
    private readonly string folder = ScratchFolder.New();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_the_broker_takes_out_of_its_own_topics_is_a_tombstone_and_not_an_empty_value()
    {
        await using var flushes = new FlushQueue();
        using var data = DataFolder.Open(folder);
        var topics = new TopicCatalog(data, new BrokerSettings([]), flushes, new ManualClock());
        var topic = new KeyedTopic(TopicName.Transactions, topics, new ManualClock());
        await topic.AppendAsync([new KeyedRecord([1], [2]), new KeyedRecord([3], []), new KeyedRecord([1], null)]);
        Assert.Equal([1, 0, null], topic.ReadAll().Select(r => r.Value?.Length));
        topics.Close();
    }
}
