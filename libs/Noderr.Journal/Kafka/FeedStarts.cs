using Confluent.Kafka;
using Noderr.Journal.Shards;

namespace Noderr.Journal.Kafka;

/// <summary>Where a shard's inputs are read from: a feed that has taken nothing yet begins where its journal does, and retention may have cut that.</summary>
internal static class FeedStarts
{
    public static IEnumerable<TopicPartitionOffset> Of<TEvent>(IReadOnlyList<Feed<TEvent>> feeds, IRecordReader reader)
    {
        foreach (var feed in feeds)
        {
            var at = new TopicPartition(feed.Topic, feed.Partition);
            var start = feed.Position == 0 ? reader.Ends(at).Low.Value : feed.Position;
            if (start > feed.Position) feed.BeginAt(start);
            yield return new TopicPartitionOffset(at, start);
        }
    }
}
