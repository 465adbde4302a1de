using Confluent.Kafka;
using Noderr.Cli.Kafka.Client;

namespace Noderr.Cli.Auditing;

/// <summary>All that lies in a partition now, from its first record to its last.</summary>
internal sealed class PartitionRecords
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IConsumer<byte[]?, byte[]?> consumer;
    private readonly TopicPartition at;

    public PartitionRecords(IConsumer<byte[]?, byte[]?> consumer, TopicPartition at)
    {
        (this.consumer, this.at) = (consumer, at);
        var marks = consumer.QueryWatermarkOffsets(at, Patience);
        (First, End) = (marks.Low.Value, marks.High.Value);
    }

    public long First { get; }

    /// <summary>The offset behind the last.</summary>
    public long End { get; }

    public IEnumerable<ConsumeResult<byte[]?, byte[]?>> Read(CancellationToken cancel)
    {
        if (First >= End) yield break;
        consumer.Assign(new TopicPartitionOffset(at, First));
        for (var next = First; next < End;)
        {
            cancel.ThrowIfCancellationRequested();
            var record = consumer.Consume(Patience)
                ?? throw new CannotException($"{at.Topic}/{at.Partition.Value} was not read on from offset {next} within {Patience.TotalSeconds:0} s");
            if (record.IsPartitionEOF || record.Offset.Value >= End) yield break;
            next = record.Offset.Value + 1;
            yield return record;
        }
    }
}
