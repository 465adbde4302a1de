using System.Text;
using Confluent.Kafka;
using Noderr.Compliance;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;
using Timestamp = Noderr.Domain.Numbers.Timestamp;

namespace Noderr.Tests.Unit.Compliance;

/// <summary>A record as a test writes it, and as Kafka hands it out.</summary>
internal sealed record Record(long Offset, string? Key, string? Value, params (string Name, string? Value)[] Headers)
{
    public long Time { get; init; } = 1_764_000_000_000;

    public ConsumeResult<byte[]?, byte[]?> Consumed(string topic = "noderr.orders", int partition = 0)
    {
        var headers = new Headers();
        foreach (var (name, value) in Headers) headers.Add(name, Utf8(value));
        return new()
        {
            TopicPartitionOffset = new(topic, partition, Offset),
            Message = new() { Key = Utf8(Key), Value = Utf8(Value), Headers = headers, Timestamp = new(Time, TimestampType.CreateTime) },
        };
    }

    public Digest Digest => RecordDigest.Of(Consumed());

    public RawRecord Raw(string journal = "orders", int partition = 0) => new(journal, partition, Offset, Digest);

    public static List<Record> Some(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => new Record(i, $"key {i}", $"value {i}", ("kind", "0"), ("seq", $"{i}")))];

    private static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}

/// <summary>Lets a decider of compliance read records and seal by a clock that a test moves.</summary>
internal sealed class Sealing(SealRule rule)
{
    private readonly Output<ComplianceEvent> output = new();

    public ComplianceDecider Decider { get; } = new(rule);

    public List<ComplianceEvent> Seals { get; } = [];

    /// <summary>As in a shard: the time of the last tick that had something to say.</summary>
    public Timestamp Now { get; set; } = new(0);

    public static IReadOnlyList<ComplianceEvent> Of(IEnumerable<Record> records, int each)
    {
        var sealing = new Sealing(new SealRule { Records = each });
        foreach (var record in records) sealing.Read(record.Raw()).Tick(new Timestamp(1));
        return sealing.Seals;
    }

    public Sealing Read(in RawRecord record)
    {
        Decider.Observe(record, Now);
        output.Clear();
        Decider.Decide(record, Now, output);
        return Say();
    }

    public Sealing Tick(Timestamp now)
    {
        if (Decider.Due is not { } due || now < due) return this;
        Now = now;
        output.Clear();
        Decider.Decide(now, output);
        return Say();
    }

    private Sealing Say()
    {
        foreach (var seal in output.Said) Decider.Evolve(seal, Now);
        Seals.AddRange(output.Said);
        return this;
    }
}
