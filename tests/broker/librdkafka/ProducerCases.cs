using System.Text;
using Confluent.Kafka;

namespace Noderr.Tests.Broker.Librdkafka;

public static class ProducerCases
{
    public static IEnumerable<Case> All =>
    [
        .. new[] { Acks.None, Acks.Leader, Acks.All }.Select(a => new Case($"produce-acks-{(int)a}", c => Order(c, p => p.Acks = a))),
        .. Enum.GetValues<CompressionType>().Select(t => new Case($"codec-{t.ToString().ToLowerInvariant()}", c => Order(c, p => p.CompressionType = t))),
        new("idempotent", c => Order(c, p => p.EnableIdempotence = true)),
        new("idempotent-zstd-many-batches", c => Order(c, p => (p.EnableIdempotence, p.CompressionType, p.BatchSize, p.LingerMs) = (true, CompressionType.Zstd, 2000, 0))),
        new("headers-nulls-unicode", HeadersAndNulls),
        new("timestamps", Timestamps),
        new("log-append-time", LogAppendTime),
        new("record-900k", Large),
        new("too-large-by-topic-limit", TooLarge),
        new("partitioners-and-explicit-partition", Partitioners),
        new("auto-create", AutoCreate),
        new("acked-offsets-are-right", AckedOffsets),
    ];

    private static async Task<string> Order(CaseContext context, Action<ProducerConfig> change)
    {
        const int count = 2000;
        var topic = await context.Topic();
        using (var producer = context.Producer(change))
        {
            for (var i = 0; i < count; i++)
                producer.Produce(topic, new Message<string?, string?> { Key = "k", Value = $"{i} {new string('x', 50)}" });
            producer.Flush(TimeSpan.FromSeconds(20));
        }
        List<ConsumeResult<string?, string?>> read = [];
        CaseContext.Until($"{count} records", () => (read = context.ReadAll(topic)).Count >= count, 10);
        Expect.Sequence(Enumerable.Range(0, count), read.Select(r => int.Parse(r.Message.Value!.Split(' ')[0])), "order");
        return $"{count} records";
    }

    private static async Task<string> HeadersAndNulls(CaseContext context)
    {
        var topic = await context.Topic();
        using var producer = context.Producer();
        var headers = new Headers { { "h", "x"u8.ToArray() }, { "h", "y"u8.ToArray() }, { "empty", [] }, { "null", null } };
        await producer.ProduceAsync(topic, new Message<string?, string?> { Key = "k", Value = "値🎉", Headers = headers });
        using (var bytes = new DependentProducerBuilder<byte[]?, byte[]?>(producer.Handle).Build())
            await bytes.ProduceAsync(topic, new Message<byte[]?, byte[]?> { Key = null, Value = null });
        await producer.ProduceAsync(topic, new Message<string?, string?> { Key = "", Value = "" });
        var read = context.ReadAll(topic);
        Expect.Sequence(["値🎉", null, ""], read.Select(r => r.Message.Value), "values");
        Expect.Equal(null, read[1].Message.Key, "null key");
        Expect.Equal("", read[2].Message.Key, "empty key");
        Expect.Sequence(["h", "h", "empty", "null"], read[0].Message.Headers.Select(h => h.Key), "header names");
        Expect.Equal("y", Encoding.UTF8.GetString(read[0].Message.Headers[1].GetValueBytes()), "second header");
        Expect.Equal(null, read[0].Message.Headers[3].GetValueBytes(), "null header");
        return "";
    }

    private static async Task<string> Timestamps(CaseContext context)
    {
        var topic = await context.Topic();
        using var producer = context.Producer();
        var stamp = new Timestamp(DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds(), TimestampType.CreateTime);
        await producer.ProduceAsync(topic, new Message<string?, string?> { Value = "v", Timestamp = stamp });
        Expect.Equal(stamp, context.ReadAll(topic)[0].Message.Timestamp, "timestamp");
        return "";
    }

    private static async Task<string> LogAppendTime(CaseContext context)
    {
        var topic = await context.Topic(configs: new() { ["message.timestamp.type"] = "LogAppendTime" });
        using var producer = context.Producer();
        var old = new Timestamp(1_700_000_000_123, TimestampType.CreateTime);
        await producer.ProduceAsync(topic, new Message<string?, string?> { Value = "v", Timestamp = old });
        var stamp = context.ReadAll(topic)[0].Message.Timestamp;
        Expect.Equal(TimestampType.LogAppendTime, stamp.Type, "type");
        Expect.True((DateTime.UtcNow - stamp.UtcDateTime).Duration() < TimeSpan.FromMinutes(1), $"{stamp.UtcDateTime:O} is now");
        return "";
    }

    private static async Task<string> Large(CaseContext context)
    {
        var topic = await context.Topic();
        using var producer = context.Producer(p => p.MessageMaxBytes = 1_000_000);
        await producer.ProduceAsync(topic, new Message<string?, string?> { Value = new string('v', 900_000) });
        Expect.Equal(900_000, context.ReadAll(topic)[0].Message.Value!.Length, "length");
        return "";
    }

    private static async Task<string> TooLarge(CaseContext context)
    {
        var topic = await context.Topic(configs: new() { ["max.message.bytes"] = "2000" });
        using var producer = context.Producer();
        try
        {
            await producer.ProduceAsync(topic, new Message<string?, string?> { Value = new string('v', 5000) });
        }
        catch (ProduceException<string?, string?> e)
        {
            Expect.Equal(ErrorCode.MsgSizeTooLarge, e.Error.Code, "error");
            return e.Error.Code.ToString();
        }
        throw new CaseFailedException("a record above max.message.bytes was taken");
    }

    private static async Task<string> Partitioners(CaseContext context)
    {
        var topic = await context.Topic(4);
        foreach (var partitioner in new[] { Partitioner.Murmur2Random, Partitioner.ConsistentRandom })
        {
            using var producer = context.Producer(p => p.Partitioner = partitioner);
            for (var i = 0; i < 40; i++)
                await producer.ProduceAsync(topic, new Message<string?, string?> { Key = $"k{i % 8}", Value = partitioner.ToString() });
        }
        using (var producer = context.Producer())
            for (var p = 0; p < 4; p++)
                await producer.ProduceAsync(new TopicPartition(topic, p), new Message<string?, string?> { Value = "explicit" });
        var read = context.ReadAll(topic, 4);
        Expect.Equal(84, read.Count, "records");
        foreach (var key in read.Where(r => r.Message.Key is not null).GroupBy(r => (r.Message.Key, r.Message.Value)))
            Expect.Equal(1, key.Select(r => r.Partition).Distinct().Count(), $"partitions of {key.Key}");
        Expect.Sequence([0, 1, 2, 3], read.Where(r => r.Message.Value == "explicit").Select(r => r.Partition.Value).Order(), "explicit");
        return "";
    }

    private static async Task<string> AutoCreate(CaseContext context)
    {
        var topic = context.Unique("auto");
        using var producer = context.Producer(p => p.AllowAutoCreateTopics = true);
        var result = await producer.ProduceAsync(topic, new Message<string?, string?> { Value = "v" });
        Expect.Equal(0L, result.Offset.Value, "offset");
        return "";
    }

    private static async Task<string> AckedOffsets(CaseContext context)
    {
        var topic = await context.Topic(3);
        using var producer = context.Producer();
        var acks = await Task.WhenAll(Enumerable.Range(0, 600).Select(i =>
            producer.ProduceAsync(new TopicPartition(topic, i % 3), new Message<string?, string?> { Value = i.ToString() })));
        var read = context.ReadAll(topic, 3).ToDictionary(r => r.TopicPartitionOffset, r => r.Message.Value);
        foreach (var ack in acks)
            Expect.Equal(ack.Value, read[ack.TopicPartitionOffset], $"record at {ack.TopicPartitionOffset}");
        return "";
    }
}
