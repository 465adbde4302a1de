using Confluent.Kafka;

namespace Noderr.Tests.Broker.Librdkafka;

public static class TransactionCases
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static IEnumerable<Case> All =>
    [
        new("txn-commit-abort", CommitAbort),
        new("txn-send-offsets", SendOffsets),
        new("txn-fencing", Fencing),
        new("txn-timeout-aborts", TimeoutAborts),
        new("txn-last-stable-offset", LastStableOffset),
        new("txn-restart-continues", RestartContinues),
        new("txn-empty-and-offsets-only", EmptyAndOffsetsOnly),
        new("txn-consume-transform-produce", ConsumeTransformProduce),
    ];

    private static IProducer<string?, string?> Transactional(CaseContext context, string id, int timeout = 30_000)
    {
        var producer = context.Producer(p => (p.TransactionalId, p.TransactionTimeoutMs) = (id, timeout));
        producer.InitTransactions(Limit);
        return producer;
    }

    private static void Write(IProducer<string?, string?> producer, string topic, int partition, string value) =>
        producer.Produce(new TopicPartition(topic, partition), new Message<string?, string?> { Value = value });

    private static async Task<string> CommitAbort(CaseContext context)
    {
        var topic = await context.Topic(2);
        using var producer = Transactional(context, context.Unique("x"));
        for (var i = 0; i < 10; i++)
        {
            producer.BeginTransaction();
            Write(producer, topic, 0, i.ToString());
            Write(producer, topic, 1, i.ToString());
            producer.Flush(Limit);
            if (i % 2 == 0)
                producer.CommitTransaction(Limit);
            else
                producer.AbortTransaction(Limit);
        }
        var committed = context.ReadAll(topic, 2);
        foreach (var partition in committed.GroupBy(r => r.Partition))
            Expect.Sequence([0, 2, 4, 6, 8], partition.Select(r => int.Parse(r.Message.Value!)), $"committed in {partition.Key}");
        Expect.Equal(2, committed.Select(r => r.Partition).Distinct().Count(), "partitions");
        Expect.Equal(20, context.ReadAll(topic, 2, IsolationLevel.ReadUncommitted).Count, "read uncommitted");
        return "";
    }

    private static async Task<string> SendOffsets(CaseContext context)
    {
        var topic = await context.Topic();
        using var consumer = context.Consumer();
        using var producer = Transactional(context, context.Unique("x"));
        long Committed() => consumer.Committed([new TopicPartition(topic, 0)], Limit)[0].Offset.Value;
        for (var i = 1; i <= 4; i++)
        {
            producer.BeginTransaction();
            producer.SendOffsetsToTransaction([new TopicPartitionOffset(topic, 0, i * 10)], consumer.ConsumerGroupMetadata, Limit);
            Write(producer, topic, 0, "x");
            if (i % 2 == 1)
                producer.CommitTransaction(Limit);
            else
                producer.AbortTransaction(Limit);
            Expect.Equal(i % 2 == 1 ? i * 10L : (i - 1) * 10L, Committed(), $"offset after transaction {i}");
        }
        return "";
    }

    private static async Task<string> Fencing(CaseContext context)
    {
        var topic = await context.Topic();
        var id = context.Unique("x");
        using var zombie = Transactional(context, id);
        zombie.BeginTransaction();
        Write(zombie, topic, 0, "zombie");
        zombie.Flush(Limit);
        using var heir = Transactional(context, id);
        heir.BeginTransaction();
        Write(heir, topic, 0, "heir");
        heir.CommitTransaction(Limit);
        try
        {
            zombie.CommitTransaction(Limit);
        }
        catch (KafkaException e)
        {
            Expect.True(e.Error.IsFatal, $"the zombie's error {e.Error.Code} is fatal");
            Expect.Sequence(["heir"], context.ReadAll(topic).Select(r => r.Message.Value), "committed");
            return e.Error.Code.ToString();
        }
        throw new CaseFailedException("the fenced producer could commit");
    }

    private static async Task<string> TimeoutAborts(CaseContext context)
    {
        var topic = await context.Topic();
        using var producer = Transactional(context, context.Unique("x"), timeout: 2000);
        producer.BeginTransaction();
        Write(producer, topic, 0, "late");
        producer.Flush(Limit);
        CaseContext.Until("abort by the broker", () =>
        {
            Thread.Sleep(300);
            using var consumer = context.Consumer(c => c.IsolationLevel = IsolationLevel.ReadCommitted);
            return consumer.QueryWatermarkOffsets(new TopicPartition(topic, 0), Limit).High.Value == 2;
        });
        Expect.Equal(0, context.ReadAll(topic).Count, "records read committed");
        try
        {
            producer.CommitTransaction(Limit);
        }
        catch (KafkaException e)
        {
            return e.Error.Code.ToString();
        }
        throw new CaseFailedException("a transaction that timed out could be committed");
    }

    private static async Task<string> LastStableOffset(CaseContext context)
    {
        var topic = await context.Topic();
        using var plain = context.Producer();
        using var producer = Transactional(context, context.Unique("x"));
        await plain.ProduceAsync(topic, new Message<string?, string?> { Value = "before" });
        producer.BeginTransaction();
        Write(producer, topic, 0, "in");
        producer.Flush(Limit);
        await plain.ProduceAsync(topic, new Message<string?, string?> { Value = "after" });
        Expect.Sequence(["before"], context.ReadAll(topic).Select(r => r.Message.Value), "while open");
        producer.CommitTransaction(Limit);
        Expect.Sequence(["before", "in", "after"], context.ReadAll(topic).Select(r => r.Message.Value), "after the commit");
        return "";
    }

    private static async Task<string> RestartContinues(CaseContext context)
    {
        var topic = await context.Topic();
        var id = context.Unique("x");
        for (var i = 0; i < 4; i++)
        {
            using var producer = Transactional(context, id);
            producer.BeginTransaction();
            Write(producer, topic, 0, $"{i}");
            producer.CommitTransaction(Limit);
            producer.BeginTransaction();
            Write(producer, topic, 0, $"left open {i}");
            producer.Flush(Limit);
        }
        using (Transactional(context, id))
            Expect.Sequence(["0", "1", "2", "3"], context.ReadAll(topic).Select(r => r.Message.Value), "committed");
        return "";
    }

    private static async Task<string> EmptyAndOffsetsOnly(CaseContext context)
    {
        var topic = await context.Topic();
        using var consumer = context.Consumer();
        using var producer = Transactional(context, context.Unique("x"));
        producer.BeginTransaction();
        producer.CommitTransaction(Limit);
        producer.BeginTransaction();
        producer.AbortTransaction(Limit);
        producer.BeginTransaction();
        producer.SendOffsetsToTransaction([new TopicPartitionOffset(topic, 0, 5)], consumer.ConsumerGroupMetadata, Limit);
        producer.CommitTransaction(Limit);
        Expect.Equal(5L, consumer.Committed([new TopicPartition(topic, 0)], Limit)[0].Offset.Value, "offset");
        return "";
    }

    /// <summary>The loop of every exactly-once service: read, write and commit the read position in one transaction, with a real group member.</summary>
    private static async Task<string> ConsumeTransformProduce(CaseContext context)
    {
        const int count = 200;
        var (source, target) = (await context.Topic(2), await context.Topic(2));
        using (var plain = context.Producer())
            for (var i = 0; i < count; i++)
                await plain.ProduceAsync(new TopicPartition(source, i % 2), new Message<string?, string?> { Value = i.ToString() });
        using var consumer = context.Consumer(c => (c.IsolationLevel, c.EnablePartitionEof) = (IsolationLevel.ReadCommitted, false));
        using var producer = Transactional(context, context.Unique("x"));
        consumer.Subscribe(source);
        var (done, turn) = (0, 0);
        CaseContext.Until("all transformed", () =>
        {
            var batch = new List<ConsumeResult<string?, string?>>();
            while (batch.Count < 20 && consumer.Consume(200) is { } result)
                batch.Add(result);
            if (batch.Count == 0)
                return false;
            producer.BeginTransaction();
            foreach (var result in batch)
                Write(producer, target, result.Partition, result.Message.Value!);
            producer.SendOffsetsToTransaction(consumer.Assignment.Select(p => new TopicPartitionOffset(p, consumer.Position(p))).Where(p => p.Offset.Value >= 0), consumer.ConsumerGroupMetadata, Limit);
            if (turn++ % 3 == 2)
            {
                producer.AbortTransaction(Limit);
                foreach (var first in batch.GroupBy(r => r.TopicPartition).Select(g => g.MinBy(r => r.Offset.Value)!))
                    consumer.Seek(first.TopicPartitionOffset);
                return false;
            }
            producer.CommitTransaction(Limit);
            return (done += batch.Count) >= count;
        }, 40);
        Expect.Sequence(Enumerable.Range(0, count), context.ReadAll(target, 2).Select(r => int.Parse(r.Message.Value!)).Order(), "transformed exactly once");
        consumer.Close();
        return "";
    }
}
