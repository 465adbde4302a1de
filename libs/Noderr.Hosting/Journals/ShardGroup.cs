using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Noderr.Hosting.Journals;

/// <summary>
/// Membership in the group that shares out a journal's shards. The group only says who should claim; that it is wrong now and then, and
/// that two may believe to be the one, is what leases are for.
/// </summary>
internal sealed class ShardGroup(ConsumerConfig member, string topic, ILogger log)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>The group has answered, be it with no shard at all.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>Blocks until it is to stop. Both are called on this thread, one after the other.</summary>
    /// <exception cref="KafkaException">Another instance goes by the same name, or the client can't go on.</exception>
    public void Run(Action<int> gained, Action<int> lost, CancellationToken stop)
    {
        Error? fatal = null;
        var changed = false;
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(member)
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler((_, e) =>
            {
                if (e.IsFatal) fatal = e;
                else if (e.Code == ErrorCode.Local_AllBrokersDown) log.GroupTrouble(topic, e.Reason);
            })
            .SetPartitionsAssignedHandler((_, given) =>
            {
                foreach (var partition in given) gained(partition.Partition.Value);
                (IsJoined, changed) = (true, true);
                // Whoever owns a shard reads it by itself: here nothing is to be read.
                return given.Select(p => new TopicPartitionOffset(p, Offset.End));
            })
            .SetPartitionsRevokedHandler((_, taken) => Give(taken))
            .SetPartitionsLostHandler((_, taken) => Give(taken))
            .Build();
        consumer.Subscribe(topic);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    consumer.Consume(Beat);
                }
                catch (ConsumeException e) when (!e.Error.IsFatal)
                {
                    log.GroupTrouble(topic, e.Error.Reason);
                }
                if (fatal is not null) throw new KafkaException(fatal);
                if (!changed) continue;
                changed = false;
                consumer.Pause(consumer.Assignment);
            }
        }
        finally
        {
            consumer.Close();
        }

        void Give(List<TopicPartitionOffset> taken)
        {
            (IsJoined, changed) = (true, true);
            foreach (var partition in taken) lost(partition.Partition.Value);
        }
    }
}
