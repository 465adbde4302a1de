using Confluent.Kafka;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;
using Noderr.Journal.Shards;

namespace Noderr.Journal.Kafka;

/// <summary>What one shard is made of: its journal's partition, its decider, and what that reads. Made anew for each life of the shard.</summary>
public sealed class ShardPlan<TEvent>(TopicPartition journal, IEntryCodec<TEvent> codec, Decider<TEvent> decider)
{
    private readonly List<Feed<TEvent>> feeds = [];
    private readonly List<RecordBuffer> buffers = [];

    public TopicPartition Journal => journal;
    public IEntryCodec<TEvent> Codec => codec;
    public Decider<TEvent> Decider => decider;
    public IReadOnlyList<Feed<TEvent>> Feeds => feeds;

    internal IReadOnlyList<RecordBuffer> Buffers => buffers;

    public ShardPlan<TEvent> Reads<TInput>(TopicPartition from, IEntryCodec<TInput> inputs, IReads<TInput, TEvent> reads)
    {
        var buffer = new RecordBuffer<TInput>(from, inputs);
        buffers.Add(buffer);
        feeds.Add(new Feed<TInput, TEvent>(from.Topic, from.Partition.Value, buffer, reads));
        return this;
    }

    /// <summary>Every record of the partition, as it lies there, under the journal's name.</summary>
    public ShardPlan<TEvent> ReadsRaw(TopicPartition from, string journal, IReads<RawRecord, TEvent> reads)
    {
        var buffer = new RawBuffer(from, journal);
        buffers.Add(buffer);
        feeds.Add(new RawFeed<TEvent>(from.Topic, from.Partition.Value, buffer, reads));
        return this;
    }
}
