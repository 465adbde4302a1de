using System.Text;
using Confluent.Kafka;

namespace Noderr.Tests.Broker.Crash;

/// <summary>
/// Transactions over several partitions of two topics, half of them with offsets of a group, a quarter aborted on purpose. Whatever
/// the kills do to a commit, the ledger ends with committed, aborted or, when only the broker can know, unknown.
/// </summary>
public sealed class TransactionLoad : Load
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryLimit = TimeSpan.FromSeconds(55);

    private readonly string[] _topics;
    private readonly int _partitions;
    private readonly Random _random;
    private readonly Patience _patience;
    private readonly IConsumer<Ignore, Ignore> _group;
    private IProducer<byte[], byte[]>? _producer;

    public TransactionLoad(string name, string bootstrap, string[] topics, int partitions, int seed, Patience patience, Violations violations)
        : base(name, bootstrap, violations)
    {
        (_topics, _partitions, _random, _patience) = (topics, partitions, new Random(seed), patience);
        Ledger = new TransactionLedger(name, violations);
        _group = new ConsumerBuilder<Ignore, Ignore>(Quick(new ConsumerConfig { GroupId = Group })).SetLogHandler((_, _) => { }).Build();
    }

    public TransactionLedger Ledger { get; }

    public string Group => $"group-of-{Name}";

    /// <summary>The partition of which this producer's group keeps an offset.</summary>
    public TopicPartition Source => new(_topics[0], 0);

    protected override void Step()
    {
        if (_producer is null && !TryInitialize())
            return;
        var records = _random.Next(2, 9);
        var (abort, offsets) = (_random.Next(4) == 0, _random.Next(2) == 0);
        var number = Ledger.Begin(records, offsets);
        Ledger.End(number, Run(number, records, abort, offsets));
        Thread.Sleep(_random.Next(0, 15));
    }

    protected override void Settle()
    {
        // A producer that was given up may have left a transaction open: its heir ends it.
        for (var i = 0; _producer is null && i < 20; i++)
            TryInitialize();
    }

    protected override void Close()
    {
        _producer?.Dispose();
        _group.Dispose();
    }

    private bool TryInitialize()
    {
        var config = Quick(new ProducerConfig { TransactionalId = Name, TransactionTimeoutMs = 60_000, LingerMs = 1 });
        config.RetryBackoffMs = 20;
        var producer = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        try
        {
            Insist(() => producer.InitTransactions(CallLimit));
            _producer = producer;
            return true;
        }
        catch (StuckException)
        {
            return false;
        }
        catch (KafkaException)
        {
            producer.Dispose();
            Thread.Sleep(100);
            return false;
        }
    }

    private Outcome Run(int number, int records, bool abort, bool offsets)
    {
        var producer = _producer!;
        var commitAsked = false;
        try
        {
            producer.BeginTransaction();
            for (var i = 0; i < records; i++)
            {
                var partition = new TopicPartition(_topics[_random.Next(_topics.Length)], _random.Next(_partitions));
                producer.Produce(partition, new Message<byte[], byte[]> { Value = Encoding.UTF8.GetBytes($"{Name}|{number}|{i}|{new string('t', _random.Next(200))}") });
            }
            if (offsets)
                Insist(() => producer.SendOffsetsToTransaction([new TopicPartitionOffset(Source, number + 1)], _group.ConsumerGroupMetadata, CallLimit));
            if (abort)
            {
                // Without it most records never leave the client, and nothing is there to be aborted.
                if (_random.Next(4) > 0)
                    _patience.Await(() => producer.Flush(CallLimit));
                Insist(() => producer.AbortTransaction(CallLimit));
                return Outcome.Aborted;
            }
            commitAsked = true;
            Insist(() => producer.CommitTransaction(CallLimit));
            return Outcome.Committed;
        }
        catch (KafkaTxnRequiresAbortException)
        {
            return Abort(producer, commitAsked);
        }
        catch (StuckException)
        {
            // Disposing it would wait for the call; the next one fences it.
            _producer = null;
            return commitAsked ? Outcome.Unknown : Outcome.Aborted;
        }
        catch (KafkaException)
        {
            GiveUp();
            return commitAsked ? Outcome.Unknown : Outcome.Aborted;
        }
    }

    private Outcome Abort(IProducer<byte[], byte[]> producer, bool commitAsked)
    {
        try
        {
            Insist(() => producer.AbortTransaction(CallLimit));
            return Outcome.Aborted;
        }
        catch (StuckException)
        {
            _producer = null;
            return commitAsked ? Outcome.Unknown : Outcome.Aborted;
        }
        catch (KafkaException)
        {
            GiveUp();
            return commitAsked ? Outcome.Unknown : Outcome.Aborted;
        }
    }

    private void GiveUp()
    {
        _producer?.Dispose();
        _producer = null;
    }

    private void Insist(Action call)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                _patience.Await(call);
                return;
            }
            catch (KafkaRetriableException) when (clock.Elapsed < RetryLimit)
            {
                Thread.Sleep(20);
            }
        }
    }
}
