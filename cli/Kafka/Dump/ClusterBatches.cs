using System.Runtime.CompilerServices;
using Noderr.Cli.Kafka.Client;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.MetadataResponse;

namespace Noderr.Cli.Kafka.Dump;

/// <summary>The batches of a topic as its brokers serve them, aborted ones and markers included.</summary>
internal sealed class ClusterBatches(Cluster cluster, string topic, int? only, DumpRange range)
{
    private const int MaxWaitMs = 500;
    private const int MaxBytes = 8 << 20, PartitionMaxBytes = 1 << 20;

    private sealed record Reader(int Partition, int Leader, long Start, long End)
    {
        public long Position { get; set; } = Start;
    }

    public async IAsyncEnumerable<SeenBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var readers = await PositionAsync();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var wanted = readers.Where(r => range.Follow || r.Position < r.End).ToList();
            if (wanted.Count == 0) yield break;
            foreach (var leader in wanted.GroupBy(r => r.Leader))
            {
                var any = false;
                foreach (var batch in await FetchAsync(leader.Key, [.. leader]))
                {
                    any = true;
                    yield return batch;
                }
                // Compaction can leave nothing between the last record and the end.
                if (!any && !range.Follow) readers.RemoveAll(r => r.Leader == leader.Key);
            }
        }
    }

    private async Task<List<Reader>> PositionAsync()
    {
        var metadata = (await cluster.TopicsAsync(topic))[0];
        if (only is { } p) metadata.Partitions.RemoveAll(m => m.PartitionIndex != p);
        if (metadata.Partitions.Count == 0) throw new CannotException($"{topic} has no partition {only}; 'noderr kafka topics {topic}' shows those it has");
        if (metadata.Partitions.Find(m => m.LeaderId < 0) is { } offline) throw new CannotException($"{topic}/{offline.PartitionIndex} is offline; 'noderr kafka topics {topic}' shows its state");
        var first = await cluster.OffsetsAsync([metadata], Cluster.Earliest);
        var end = await cluster.OffsetsAsync([metadata], Cluster.Latest);
        var young = range.TimeMs is { } ms ? await cluster.OffsetsAsync([metadata], ms) : null;
        if (metadata.Partitions.Find(m => !end.ContainsKey(At(m))) is { } silent) throw new CannotException($"{topic}/{silent.PartitionIndex} does not say its offsets: its broker holds it for damaged, or just lost it");
        if (range.From is { } from && end.Values.All(e => from > e))
            throw new CannotException($"offset {from} is behind the end of {topic}{(only is null ? "" : $"/{only}")}, which is at {end.Values.Max()}");
        return [.. metadata.Partitions.OrderBy(m => m.PartitionIndex).Select(m => new Reader(m.PartitionIndex, m.LeaderId, Start(first[At(m)], end[At(m)], young?.GetValueOrDefault(At(m))), end[At(m)]))];
    }

    private TopicPartition At(MetadataResponseTopic.MetadataResponsePartition partition) => new(topic, partition.PartitionIndex);

    private long Start(long first, long end, long? young) =>
        young is { } offset ? (offset < 0 ? end : offset)
        : range.From is { } from ? Math.Clamp(from < 0 ? end + from : from, first, end)
        : range.Follow ? end
        : first;

    private async Task<List<SeenBatch>> FetchAsync(int leader, IReadOnlyList<Reader> readers)
    {
        var request = new FetchRequest
        {
            MaxWaitMs = MaxWaitMs,
            MinBytes = 1,
            MaxBytes = MaxBytes,
            Topics =
            [
                new FetchRequest.FetchTopic
                {
                    Topic = topic,
                    Partitions = [.. readers.Select(r => new FetchRequest.FetchTopic.FetchPartition { Partition = r.Partition, FetchOffset = r.Position, PartitionMaxBytes = PartitionMaxBytes })],
                },
            ],
        };
        using var answer = await cluster.AskAsync<FetchResponse>(leader, SpokenApi.Fetch, request);
        if (answer.ErrorCode != ErrorCode.None) throw new CannotException($"broker {leader} does not serve {topic}: {answer.ErrorCode.Said()}");
        var found = new List<SeenBatch>();
        foreach (var partition in answer.Responses.SelectMany(t => t.Partitions))
        {
            if (partition.ErrorCode != ErrorCode.None) throw new CannotException($"broker {leader} does not serve {topic}/{partition.PartitionIndex}: {partition.ErrorCode.Said()}");
            var reader = readers.Single(r => r.Partition == partition.PartitionIndex);
            Split(partition.Records.Bytes, reader, found);
        }
        return found;
    }

    // The last batch of an answer may be cut off.
    private void Split(ReadOnlyMemory<byte> bytes, Reader reader, List<SeenBatch> into)
    {
        while (bytes.Length >= BatchHeader.Size)
        {
            var length = BatchHeader.TotalLength(bytes.Span);
            if (BatchHeader.Magic(bytes.Span) != BatchHeader.CurrentMagic)
                throw new CannotException($"{topic}/{reader.Partition} has messages of a format before record batches (Kafka before 0.11) at offset {reader.Position}: not readable here");
            if (length < BatchHeader.Size || length > bytes.Length) return;
            var batch = bytes[..length];
            bytes = bytes[length..];
            if (BatchHeader.LastOffset(batch.Span) < reader.Position) continue;
            reader.Position = BatchHeader.LastOffset(batch.Span) + 1;
            into.Add(new SeenBatch(reader.Partition, batch) { From = reader.Start });
        }
    }
}
