using Confluent.Kafka;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;

namespace Noderr.Hosting.Journals;

/// <summary>One journal of this installation: its topic, how its records are written, and how many shards it has.</summary>
public sealed record Journal<TEvent>(string Name, string Topic, int Shards, IEntryCodec<TEvent> Codec)
{
    public TopicPartition At(int shard) => new(Topic, shard);
}

public static class JournalPlans
{
    public static ShardPlan<TEvent> Plan<TEvent>(this Journal<TEvent> own, int shard, Decider<TEvent> decider) => new(own.At(shard), own.Codec, decider);

    public static ShardPlan<TEvent> Reads<TInput, TEvent>(this ShardPlan<TEvent> plan, Journal<TInput> journal, int shard, IReads<TInput, TEvent> reads) =>
        plan.Reads(journal.At(shard), journal.Codec, reads);

    public static ShardPlan<TEvent> ReadsAll<TInput, TEvent>(this ShardPlan<TEvent> plan, Journal<TInput> journal, IReads<TInput, TEvent> reads)
    {
        for (var shard = 0; shard < journal.Shards; shard++) plan.Reads(journal, shard, reads);
        return plan;
    }
}
