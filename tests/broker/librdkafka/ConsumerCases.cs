using Confluent.Kafka;

namespace Noderr.Tests.Broker.Librdkafka;

public static class ConsumerCases
{
    public static IEnumerable<Case> All =>
    [
        new("offsets-for-times", OffsetsForTimes),
        new("seek-and-watermarks", SeekAndWatermarks),
        new("offset-out-of-range-reset", OutOfRange),
        new("commit-and-resume", CommitAndResume),
        new("small-fetches", SmallFetches),
        new("long-poll-wakes-up", LongPoll),
        new("pause-resume", PauseResume),
        new("many-partitions", ManyPartitions),
    ];

    /// <summary>An hour ago: retention must not take these records away.</summary>
    private static readonly long FirstStamp = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds();

    private static async Task<string> Filled(CaseContext context, int count, int partitions = 1)
    {
        var topic = await context.Topic(partitions);
        using var producer = context.Producer();
        for (var i = 0; i < count; i++)
            producer.Produce(new TopicPartition(topic, i % partitions), new Message<string?, string?> { Value = i.ToString(), Timestamp = new Timestamp(FirstStamp + i * 1000L, TimestampType.CreateTime) });
        producer.Flush(TimeSpan.FromSeconds(20));
        return topic;
    }

    private static async Task<string> OffsetsForTimes(CaseContext context)
    {
        var topic = await Filled(context, 100);
        using var consumer = context.Consumer();
        long Find(long stamp) => consumer.OffsetsForTimes([new TopicPartitionTimestamp(topic, 0, new Timestamp(stamp, TimestampType.CreateTime))], TimeSpan.FromSeconds(10))[0].Offset.Value;
        Expect.Equal(0L, Find(FirstStamp - 1), "before the first");
        Expect.Equal(50L, Find(FirstStamp + 50_000), "exact");
        Expect.Equal(51L, Find(FirstStamp + 50_001), "between two");
        Expect.Equal(Offset.End.Value, Find(FirstStamp + 1_000_000), "after the last");
        return "";
    }

    private static async Task<string> SeekAndWatermarks(CaseContext context)
    {
        var topic = await Filled(context, 100);
        using var consumer = context.Consumer();
        var marks = consumer.QueryWatermarkOffsets(new TopicPartition(topic, 0), TimeSpan.FromSeconds(10));
        Expect.Equal((0L, 100L), (marks.Low.Value, marks.High.Value), "watermarks");
        consumer.Assign(new TopicPartitionOffset(topic, 0, 90));
        Expect.Equal("90", consumer.Consume(TimeSpan.FromSeconds(10)).Message.Value, "start");
        consumer.Seek(new TopicPartitionOffset(topic, 0, 10));
        Expect.Equal("10", consumer.Consume(TimeSpan.FromSeconds(10)).Message.Value, "after the seek");
        // librdkafka reads -2000 - n as "n before the end".
        consumer.Assign(new TopicPartitionOffset(topic, 0, new Offset(-2003)));
        Expect.Equal("97", consumer.Consume(TimeSpan.FromSeconds(10)).Message.Value, "tail");
        return "";
    }

    private static async Task<string> OutOfRange(CaseContext context)
    {
        var topic = await Filled(context, 10);
        using var consumer = context.Consumer();
        consumer.Assign(new TopicPartitionOffset(topic, 0, 5000));
        Expect.Equal("0", consumer.Consume(TimeSpan.FromSeconds(10)).Message.Value, "reset to the beginning");
        return "";
    }

    private static async Task<string> CommitAndResume(CaseContext context)
    {
        var topic = await Filled(context, 20);
        var group = context.Unique("g");
        using (var first = context.Consumer(c => c.GroupId = group))
        {
            first.Assign(new TopicPartition(topic, 0));
            for (var i = 0; i < 7; i++)
                first.Commit(first.Consume(TimeSpan.FromSeconds(10)));
        }
        using var second = context.Consumer(c => c.GroupId = group);
        Expect.Equal(7L, second.Committed([new TopicPartition(topic, 0)], TimeSpan.FromSeconds(10))[0].Offset.Value, "committed");
        second.Assign(new TopicPartition(topic, 0));
        Expect.Equal("7", second.Consume(TimeSpan.FromSeconds(10)).Message.Value, "resumes");
        return "";
    }

    private static async Task<string> SmallFetches(CaseContext context)
    {
        var topic = await Filled(context, 3000, 3);
        using var consumer = context.Consumer(c => (c.FetchMaxBytes, c.MessageMaxBytes, c.MaxPartitionFetchBytes) = (1000, 1000, 100));
        consumer.Assign(Enumerable.Range(0, 3).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var (seen, next) = (0, new long[3]);
        CaseContext.Until("3000 records", () =>
        {
            var result = consumer.Consume(500);
            if (result is { IsPartitionEOF: false })
            {
                Expect.Equal(next[result.Partition]++, result.Offset.Value, "offset");
                seen++;
            }
            return seen == 3000;
        });
        return "";
    }

    private static async Task<string> LongPoll(CaseContext context)
    {
        var topic = await Filled(context, 1);
        using var consumer = context.Consumer(c => c.FetchWaitMaxMs = 5000);
        consumer.Assign(new TopicPartitionOffset(topic, 0, 1));
        consumer.Consume(1500);
        using var producer = context.Producer(p => p.LingerMs = 0);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await producer.ProduceAsync(topic, new Message<string?, string?> { Value = "late" });
        CaseContext.Until("the late record", () => consumer.Consume(100)?.Message?.Value == "late");
        Expect.True(clock.ElapsedMilliseconds < 2000, $"woken at once, not after {clock.ElapsedMilliseconds} ms");
        return $"{clock.ElapsedMilliseconds} ms";
    }

    private static async Task<string> PauseResume(CaseContext context)
    {
        var topic = await Filled(context, 40, 2);
        using var consumer = context.Consumer();
        consumer.Assign(Enumerable.Range(0, 2).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        consumer.Pause([new TopicPartition(topic, 1)]);
        var seen = new List<int>();
        CaseContext.Until("20 records of partition 0", () =>
        {
            if (consumer.Consume(200) is { IsPartitionEOF: false } r)
                seen.Add(r.Partition);
            return seen.Count == 20;
        });
        Expect.True(seen.All(p => p == 0), "nothing comes from the paused partition");
        consumer.Resume([new TopicPartition(topic, 1)]);
        CaseContext.Until("20 records of partition 1", () =>
        {
            if (consumer.Consume(200) is { IsPartitionEOF: false } r)
                seen.Add(r.Partition);
            return seen.Count == 40;
        });
        return "";
    }

    private static async Task<string> ManyPartitions(CaseContext context)
    {
        var topic = await Filled(context, 400, 100);
        Expect.Equal(400, context.ReadAll(topic, 100).Count, "records");
        return "100 partitions";
    }
}
