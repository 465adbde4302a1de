using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Kafka;

namespace Noderr.Hosting.Journals;

/// <summary>
/// Who owns which shard, and where it answers: read from the notes that owners leave beside their snapshots, a compacted topic that is
/// short. There is no other discovery.
/// </summary>
public sealed class OwnerDirectory(KafkaSettings kafka, IRecordLog records, IReadOnlyList<(string Journal, int Shards)> followed, ILoggerFactory logging) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100), BeforeRetry = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<(string Journal, int Shard), OwnerNote> notes = new();

    public OwnerNote? Find(string journal, int shard) => notes.GetValueOrDefault((journal, shard));

    public IReadOnlyList<(string Journal, int Shard, OwnerNote Note)> All => [.. notes.OrderBy(n => n.Key).Select(n => (n.Key.Journal, n.Key.Shard, n.Value))];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stop)
    {
        var journals = followed.ToDictionary(f => Snapshots.TopicOf(kafka.Topic(f.Journal)), f => f.Journal);
        var log = logging.CreateLogger("noderr.owners");
        while (!stop.IsCancellationRequested)
        {
            using var reader = records.Reader(KafkaProfile.Watch, "owners");
            reader.Assign(followed.SelectMany(f => Enumerable.Range(0, f.Shards).Select(shard => new TopicPartitionOffset(Snapshots.TopicOf(kafka.Topic(f.Journal)), shard, Offset.Beginning))));
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    if (reader.Read(Beat) is not { IsPartitionEOF: false } record || OwnerNote.Read(record.Message) is not { } note) continue;
                    notes.AddOrUpdate((journals[record.Topic], record.Partition.Value), note, (_, known) => note.Epoch > known.Epoch ? note : known);
                }
            }
            catch (KafkaException e)
            {
                // The topics of services that never ran are not there yet.
                if (e.Error.Code is not (ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)) log.ClientTrouble(e.Error.Reason);
                stop.WaitHandle.WaitOne(BeforeRetry);
            }
        }
    }
}
