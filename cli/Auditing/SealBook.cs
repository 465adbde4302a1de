using Confluent.Kafka;
using Noderr.Compliance;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Registry;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;

namespace Noderr.Cli.Auditing;

/// <summary>All seals that count, by what they seal; and whether their own journal hangs together.</summary>
internal sealed class SealBook
{
    private readonly Dictionary<(string Journal, int Partition), List<ComplianceEvent>> seals = [];
    private readonly List<ChainVerdict> faults = [];

    public IEnumerable<(string Journal, int Partition)> Sealed => seals.Keys;

    public IReadOnlyList<ChainVerdict> Faults => faults;

    public IReadOnlyList<ComplianceEvent> Of(string journal, int partition) => seals.GetValueOrDefault((journal, partition)) ?? [];

    public void Read(string journal, TopicPartition at, PartitionRecords records, CancellationToken cancel)
    {
        var buffer = new RecordBuffer<ComplianceEvent>(at, new AnySchemaCodec<ComplianceEvent>(new ComplianceCodec()));
        var filter = new LeaseFilter();
        (long Offset, string Text)? astray = null;
        foreach (var record in records.Read(cancel))
        {
            string? unreadable = null;
            buffer.Add(record, poison => unreadable = poison.Reason);
            buffer.TryRead(record.Offset.Value, out var entry);
            if (filter.Counts(entry) && unreadable is null)
            {
                // Entries may be lost on their way, and those behind them fall; then a new owner takes over.
                astray = null;
                foreach (var seal in entry.Events)
                {
                    if (!seals.TryGetValue((seal.Journal, seal.Partition), out var known)) seals[(seal.Journal, seal.Partition)] = known = [];
                    known.Add(seal);
                }
            }
            else if (unreadable is not null || entry.Epoch == filter.Epoch)
            {
                astray ??= (record.Offset.Value, unreadable ?? $"decision {entry.Sequence} does not follow {filter.Sequence}");
            }
        }
        if (astray is not var (offset, text)) return;
        var finding = new Finding(Fault.SealMissing, offset, offset, $"what is said from offset {offset} on does not count: {text}");
        faults.Add(new ChainVerdict(journal, at.Partition.Value) { Finding = finding });
    }
}
