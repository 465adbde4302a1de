using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Noderr.Tests.Broker.Librdkafka;

public static class GroupCases
{
    public static IEnumerable<Case> All =>
    [
        .. Enum.GetValues<PartitionAssignmentStrategy>().Select(s => new Case($"group-{s.ToString().ToLowerInvariant()}", c => Balance(c, s))),
        new("group-static-member-returns", StaticMember),
        new("group-static-member-fenced", StaticFenced),
        new("group-auto-commit", AutoCommit),
        new("group-regex-subscription", Regex),
        new("group-survives-killed-member", KilledMember),
    ];

    private static async Task<string> Balance(CaseContext context, PartitionAssignmentStrategy strategy)
    {
        const int partitions = 6;
        var topic = await context.Topic(partitions);
        var group = context.Unique("g");
        using var producer = context.Producer();
        using var first = new Member(context, topic, group, strategy);
        CaseContext.Until("first member has all", () => first.Owned.Count == partitions);
        using var second = new Member(context, topic, group, strategy);
        CaseContext.Until("two members share", () => first.Owned.Count == 3 && second.Owned.Count == 3);
        using var third = new Member(context, topic, group, strategy);
        CaseContext.Until("three members share", () => new[] { first, second, third }.All(m => m.Owned.Count == 2));
        Expect.Equal(partitions, new[] { first, second, third }.SelectMany(m => m.Owned.Keys).Distinct().Count(), "partitions owned");
        for (var i = 0; i < 60; i++)
            await producer.ProduceAsync(new TopicPartition(topic, i % partitions), new Message<string?, string?> { Value = i.ToString() });
        CaseContext.Until("60 records", () => first.Seen.Count + second.Seen.Count + third.Seen.Count >= 60);
        second.Dispose();
        CaseContext.Until("the two that stay have all", () => first.Owned.Count + third.Owned.Count == partitions);
        Expect.Equal(60, new[] { first, second, third }.SelectMany(m => m.Seen).Distinct().Count(), "distinct records");
        return "";
    }

    private static async Task<string> StaticMember(CaseContext context)
    {
        var topic = await context.Topic(4);
        var group = context.Unique("g");
        void Static(ConsumerConfig c, string id) => (c.GroupInstanceId, c.SessionTimeoutMs) = (id, 20_000);
        using var first = new Member(context, topic, group, PartitionAssignmentStrategy.Range, c => Static(c, "one"));
        var second = new Member(context, topic, group, PartitionAssignmentStrategy.Range, c => Static(c, "two"));
        CaseContext.Until("both have two", () => first.Owned.Count == 2 && second.Owned.Count == 2);
        var (before, rebalances) = (second.Owned.Keys.Order().ToList(), first.Rebalances);
        second.Dispose();
        await Task.Delay(1000);
        using var returned = new Member(context, topic, group, PartitionAssignmentStrategy.Range, c => Static(c, "two"));
        CaseContext.Until("the member is back", () => returned.Owned.Count == 2);
        Expect.Sequence(before, returned.Owned.Keys.Order(), "partitions of the returned member");
        Expect.Equal(rebalances, first.Rebalances, "rebalances seen by the other member");
        return "";
    }

    private static async Task<string> StaticFenced(CaseContext context)
    {
        var topic = await context.Topic(2);
        var group = context.Unique("g");
        using var first = new Member(context, topic, group, PartitionAssignmentStrategy.Range, c => c.GroupInstanceId = "same");
        CaseContext.Until("first has all", () => first.Owned.Count == 2);
        using var second = new Member(context, topic, group, PartitionAssignmentStrategy.Range, c => c.GroupInstanceId = "same");
        CaseContext.Until("second has all", () => second.Owned.Count == 2);
        CaseContext.Until("first is fenced", () => first.Fatal == ErrorCode.FencedInstanceId);
        return "";
    }

    private static async Task<string> AutoCommit(CaseContext context)
    {
        var topic = await context.Topic();
        var group = context.Unique("g");
        using var producer = context.Producer();
        for (var i = 0; i < 30; i++)
            await producer.ProduceAsync(topic, new Message<string?, string?> { Value = i.ToString() });
        using (var member = new Member(context, topic, group, PartitionAssignmentStrategy.Range, c => (c.EnableAutoCommit, c.AutoCommitIntervalMs) = (true, 100)))
            CaseContext.Until("30 records", () => member.Seen.Count == 30);
        using var consumer = context.Consumer(c => c.GroupId = group);
        Expect.Equal(30L, consumer.Committed([new TopicPartition(topic, 0)], TimeSpan.FromSeconds(10))[0].Offset.Value, "committed on close");
        return "";
    }

    private static async Task<string> Regex(CaseContext context)
    {
        var prefix = context.Unique("rx");
        using var producer = context.Producer(p => p.AllowAutoCreateTopics = true);
        await producer.ProduceAsync(prefix + "-a", new Message<string?, string?> { Value = "a" });
        using var member = new Member(context, $"^{prefix}-.*", context.Unique("g"), PartitionAssignmentStrategy.Range, c => c.TopicMetadataRefreshIntervalMs = 500);
        CaseContext.Until("record of the first topic", () => member.Seen.Contains("a"));
        await producer.ProduceAsync(prefix + "-b", new Message<string?, string?> { Value = "b" });
        // The rebalance starts the first topic anew, for nothing was committed: how often its record is seen is no matter.
        CaseContext.Until("record of the topic made later", () => member.Seen.Contains("b"));
        return "";
    }

    /// <summary>A member that stops polling and beating, as a killed process does, loses its partitions after the session time-out.</summary>
    private static async Task<string> KilledMember(CaseContext context)
    {
        var topic = await context.Topic(2);
        var group = context.Unique("g");
        using var stays = new Member(context, topic, group, PartitionAssignmentStrategy.Range);
        using var stalls = new Member(context, topic, group, PartitionAssignmentStrategy.Range, c => (c.MaxPollIntervalMs, c.SessionTimeoutMs) = (6000, 6000));
        CaseContext.Until("both have one", () => stays.Owned.Count == 1 && stalls.Owned.Count == 1);
        stalls.Stall = true;
        CaseContext.Until("the one that stays has both", () => stays.Owned.Count == 2);
        return "";
    }

    /// <summary>A group member that polls on a thread of its own.</summary>
    private sealed class Member : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Thread _thread;

        public Member(CaseContext context, string topic, string group, PartitionAssignmentStrategy strategy, Action<ConsumerConfig>? change = null)
        {
            _thread = new Thread(() => Run(context, topic, group, strategy, change)) { IsBackground = true };
            _thread.Start();
        }

        public ConcurrentDictionary<TopicPartition, bool> Owned { get; } = new();

        public ConcurrentBag<string?> Seen { get; } = [];

        public volatile bool Stall;

        public int Rebalances { get; private set; }

        public ErrorCode? Fatal { get; private set; }

        public void Dispose()
        {
            if (_stop.IsCancellationRequested)
                return;
            _stop.Cancel();
            _thread.Join(TimeSpan.FromSeconds(10));
        }

        private void Run(CaseContext context, string topic, string group, PartitionAssignmentStrategy strategy, Action<ConsumerConfig>? change)
        {
            var config = new ConsumerConfig
            {
                BootstrapServers = context.Bootstrap,
                GroupId = group,
                PartitionAssignmentStrategy = strategy,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                SessionTimeoutMs = 6000,
                HeartbeatIntervalMs = 300,
                EnableAutoCommit = false,
                LogConnectionClose = false,
            };
            change?.Invoke(config);
            var builder = new ConsumerBuilder<string?, string?>(config)
                .SetErrorHandler((_, e) => Fatal = e.IsFatal ? e.Code : Fatal)
                .SetLogHandler((_, _) => { });
            if (strategy == PartitionAssignmentStrategy.CooperativeSticky)
                builder.SetPartitionsAssignedHandler((_, added) => { Add(added); })
                    .SetPartitionsRevokedHandler((_, lost) => { Remove(lost); });
            else
                builder.SetPartitionsAssignedHandler((_, all) => { Owned.Clear(); Add(all); })
                    .SetPartitionsRevokedHandler((_, lost) => { Remove(lost); });
            using var consumer = builder.Build();
            consumer.Subscribe(topic);
            try
            {
                while (Fatal is null && !_stop.IsCancellationRequested)
                    if (Stall)
                        Thread.Sleep(50);
                    else
                        Poll(consumer);
            }
            catch (KafkaException e) when (e.Error.IsFatal)
            {
                Fatal = e.Error.Code;
            }
            if (Fatal is null)
                consumer.Close();
        }

        private void Poll(IConsumer<string?, string?> consumer)
        {
            try
            {
                if (consumer.Consume(50) is { IsPartitionEOF: false } result)
                    Seen.Add(result.Message.Value);
            }
            catch (ConsumeException e) when (!e.Error.IsFatal)
            {
                // Such as "topic unknown" right after its creation, or "maximum poll interval exceeded" of the member that stalls.
            }
        }

        private void Add(List<TopicPartition> partitions)
        {
            Rebalances++;
            foreach (var partition in partitions)
                Owned[partition] = true;
        }

        private void Remove(List<TopicPartitionOffset> partitions)
        {
            foreach (var partition in partitions)
                Owned.TryRemove(partition.TopicPartition, out _);
        }
    }
}
