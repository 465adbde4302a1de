using System.Text;
using Confluent.Kafka;

namespace Noderr.Tests.Broker.Crash;

/// <summary>
/// A steady stream of small records to the partitions of a topic, either idempotent (every record arrives exactly once, however often
/// the broker dies) or plain without retries (an acknowledged record arrives exactly once, one without an answer at most once).
/// </summary>
public sealed class StreamLoad : Load
{
    private const int RecordsPerStep = 40;

    private readonly IProducer<byte[], byte[]> _producer;
    private readonly Promises[] _promises;
    private readonly string _topic;
    private readonly Random _random;
    private volatile bool _fatal;

    public StreamLoad(string name, string bootstrap, string topic, int partitions, bool idempotent, int seed, Violations violations)
        : base(name, bootstrap, violations)
    {
        (_topic, _random) = (topic, new Random(seed));
        _promises = [.. Enumerable.Range(0, partitions).Select(p => new Promises(name, topic, p, idempotent, violations))];
        var config = Quick(new ProducerConfig { Acks = Acks.All, LingerMs = 1, EnableIdempotence = idempotent, QueueBufferingMaxMessages = 5000 });
        config.BatchNumMessages = 50;
        config.RetryBackoffMs = 20;
        if (!idempotent)
            (config.MessageSendMaxRetries, config.MessageTimeoutMs) = (0, 20_000);
        _producer = new ProducerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, e) =>
            {
                if (!e.IsFatal)
                    return;
                _fatal = true;
                violations.Add($"{name}: fatal error {e.Code}: {e.Reason}");
            })
            .Build();
    }

    public IReadOnlyList<Promises> Promises => _promises;

    protected override void Step()
    {
        if (_fatal)
        {
            Thread.Sleep(100);
            return;
        }
        for (var i = 0; i < RecordsPerStep; i++)
            Send(_random.Next(_promises.Length));
        Thread.Sleep(_random.Next(10, 30));
    }

    protected override void Settle() => _producer.Flush(TimeSpan.FromSeconds(55));

    protected override void Close() => _producer.Dispose();

    private void Send(int partition)
    {
        var promises = _promises[partition];
        var number = promises.Next();
        var value = Encoding.UTF8.GetBytes($"{promises.Key}|{number}|{new string('x', _random.Next(0, 400))}");
        var message = new Message<byte[], byte[]> { Value = value };
        while (!TrySend(new TopicPartition(_topic, partition), message, promises, number))
            Thread.Sleep(20);
    }

    /// <summary>False when the client's queue is full, because the broker is away.</summary>
    private bool TrySend(TopicPartition partition, Message<byte[], byte[]> message, Promises promises, int number)
    {
        try
        {
            _producer.Produce(partition, message, report =>
            {
                if (report.Error.Code == ErrorCode.NoError)
                    promises.Acknowledge(number, report.Offset.Value);
                else
                    promises.Fail(number);
            });
            return true;
        }
        catch (ProduceException<byte[], byte[]> e)
        {
            if (e.Error.Code == ErrorCode.Local_QueueFull)
                return false;
            promises.Fail(number);
            return true;
        }
    }
}
