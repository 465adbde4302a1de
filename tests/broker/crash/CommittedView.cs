using System.Text;
using Confluent.Kafka;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Crash;

/// <summary>What a read_committed consumer sees of the transactional topics; it goes on where it ended.</summary>
public sealed class CommittedView : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly List<TopicPartition> _partitions;
    private readonly Dictionary<string, TransactionLedger> _ledgers;

    public CommittedView(string bootstrap, IEnumerable<TopicPartition> partitions, IEnumerable<TransactionLedger> ledgers)
    {
        _partitions = [.. partitions];
        _ledgers = ledgers.ToDictionary(l => l.Producer);
        _consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "view",
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 50,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 150,
            LogConnectionClose = false,
        }).SetLogHandler((_, _) => { }).Build();
        _consumer.Assign(_partitions.Select(p => new TopicPartitionOffset(p, Offset.Beginning)));
    }

    /// <summary>Reads until each partition's position is at the end that the log check saw.</summary>
    public void ReadTo(IReadOnlyDictionary<TopicPartition, long> ends)
    {
        ArgumentNullException.ThrowIfNull(ends);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (_partitions.Any(p => Math.Max(_consumer.Position(p).Value, 0) < ends[p] && !AtEnd(p, ends[p])))
        {
            if (clock.Elapsed > Limit)
                throw new BrokerException($"a read_committed consumer does not come to the end: {string.Join(", ", _partitions.Select(p => $"{p}: {_consumer.Position(p)} of {ends[p]}"))}");
            try
            {
                Take(_consumer.Consume(50));
            }
            catch (ConsumeException e) when (!e.Error.IsFatal)
            {
                // The connection died with the broker.
            }
        }
    }

    public void Dispose() => _consumer.Dispose();

    private readonly Dictionary<TopicPartition, long> _eofs = [];

    // Behind the last record lies its marker: the position stays below the end, and only the end-of-partition event tells.
    private bool AtEnd(TopicPartition partition, long end) => _eofs.GetValueOrDefault(partition, -1) >= end;

    private void Take(ConsumeResult<Ignore, byte[]>? result)
    {
        if (result is null)
            return;
        if (result.IsPartitionEOF)
        {
            _eofs[result.TopicPartition] = result.Offset.Value;
            return;
        }
        var fields = Encoding.UTF8.GetString(result.Message.Value).Split('|');
        _ledgers[fields[0]].Saw(int.Parse(fields[1]), int.Parse(fields[2]));
    }
}
