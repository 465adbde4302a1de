using Microsoft.Extensions.Logging.Abstractions;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Record = Noderr.LocalKafka.Records.Record;

namespace Noderr.Tests.Unit.LocalKafka.Log;

/// <summary>Random keyed logs, compacted again and again: what is left is what a reader of the whole log would have known.</summary>
public class CompactionPropertyTests
{
    private const int DeleteRetentionMs = 60_000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Compaction_keeps_what_it_must_and_no_more(int seed)
    {
        using var life = new Life(seed);
        try
        {
            for (var round = 1; round <= 4; round++) life.Round();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
        }
    }

    private sealed record Written(long Offset, string Key, string Value, bool Aborted);

    private sealed class Life : IDisposable
    {
        private readonly LogBench bench;
        private readonly Random random;
        private readonly Compactor compactor;
        private readonly Dictionary<long, int> sequences = [];
        private readonly HashSet<long> expiring = [];
        private long compactedTo;
        private readonly HashSet<long> open = [];

        public Life(int seed)
        {
            random = new Random(seed);
            bench = new LogBench(("segment.bytes", random.Next(300, 900).ToString()), ("index.interval.bytes", "100"), ("cleanup.policy", "compact"),
                ("min.cleanable.dirty.ratio", "0"), ("delete.retention.ms", DeleteRetentionMs.ToString()));
            compactor = new Compactor(bench.Clock, NullLogger.Instance);
        }

        public void Dispose() => bench.Dispose();

        public void Round()
        {
            for (var i = 0; i < 25; i++) Write();
            var (before, producers) = (Batches(), bench.Producers().Split("aborted")[0]);
            var end = bench.Log.Cleanable()?.End ?? 0;
            Assert.True(end <= bench.Log.LastStable);
            var known = Settled();
            var active = bench.Segments[^1];
            var activeBytes = File.ReadAllBytes(active);

            compactor.Compact(bench.Log);

            var after = Batches();
            Assert.Equal(Tail(before, end), Tail(after, end));
            Assert.Equal(activeBytes, File.ReadAllBytes(active));
            if (end == compactedTo) expiring.Clear(); // Nothing new to compact, so nothing was done.
            compactedTo = end;
            Assert.Equal(Expected(before, end), Records(after).Where(r => r.Offset < end).Select(r => (r.Offset, r.Key, r.Value)));
            Assert.Equal(producers, bench.Producers().Split("aborted")[0]);
            MarkersStayWithTheirData(before, after, end);
            Assert.All(after, b => Assert.Contains(BatchHeader.LastOffset(b), before.Select(x => BatchHeader.LastOffset(x))));
            Assert.Equal(known, Settled());
            // Tombstones that were seen in a compaction may go in the first one after their time.
            expiring.Clear();
            foreach (var r in Records(after).Where(r => r.Offset < end && r.Value.Length == 0)) expiring.Add(r.Offset);

            var files = bench.Files();
            compactor.Compact(bench.Log);
            Assert.Equal(files, bench.Files());
            Reopened(known);
            bench.Clock.Advance(TimeSpan.FromMilliseconds(DeleteRetentionMs + 1));
        }

        private void Reopened(string known)
        {
            var before = bench.Describe();
            if (random.Next(2) == 0) bench.Stop();
            else bench.Kill();
            Assert.Equal(before, bench.Describe());
            Assert.Equal(known, Settled());
        }

        private void Write()
        {
            bench.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(100)));
            var records = Enumerable.Range(0, random.Next(1, 4)).Select(_ => (Key: $"k{random.Next(8)}", Value: random.Next(4) == 0 ? "" : $"{random.Next(1000)}{new string('v', random.Next(30))}")).ToArray();
            var id = random.Next(0, 5);
            switch (id)
            {
                case 0:
                    bench.Append(LogBench.Batch(BatchProducer.None, false, bench.NowMs, Texts(records)));
                    break;
                case 1:
                    Send(1, false, records);
                    break;
                // Producer 4 leaves its transaction open for long.
                case 2 or 3 or 4 when random.Next(id == 4 ? 12 : 3) == 0 && open.Remove(id):
                    bench.Mark(id, 0, commit: random.Next(2) == 0);
                    break;
                default:
                    if (id == 4 && !open.Contains(4) && random.Next(3) > 0) return;
                    Send(id, true, records);
                    open.Add(id);
                    break;
            }
        }

        private void Send(long id, bool transactional, (string, string)[] records)
        {
            var sequence = sequences.GetValueOrDefault(id);
            bench.Append(LogBench.Batch(new BatchProducer(id, 0, sequence), transactional, bench.NowMs, Texts(records)));
            sequences[id] = sequence + records.Length;
        }

        private static string[] Texts((string Key, string Value)[] records) => [.. records.Select(r => $"{r.Key}={r.Value}")];

        private List<byte[]> Batches() => [.. bench.Log.ReadBatches(0)];

        private static IEnumerable<byte[]> Tail(List<byte[]> batches, long end) => batches.Where(b => BatchHeader.BaseOffset(b) >= end);

        private static List<Written> Records(List<byte[]> batches)
        {
            var aborted = new HashSet<long>();
            var open = new Dictionary<long, List<long>>();
            var records = new List<(long Producer, Record Record)>();
            foreach (var batch in batches)
            {
                var (id, attributes) = (BatchHeader.ProducerId(batch), BatchHeader.Attributes(batch));
                if (attributes.IsControl)
                {
                    if (open.Remove(id, out var ended) && !ControlMarker.Read(batch)!.Value.Commit) aborted.UnionWith(ended);
                    continue;
                }
                foreach (var record in RecordReader.All(batch))
                {
                    records.Add((id, record));
                    if (!attributes.IsTransactional) continue;
                    if (!open.TryGetValue(id, out var own)) open[id] = own = [];
                    own.Add(record.Offset);
                }
            }
            return [.. records.Select(r => new Written(r.Record.Offset, LogBench.Text(r.Record.Key), LogBench.Text(r.Record.Value), aborted.Contains(r.Record.Offset)))];
        }

        // Of the records below the end the last of each key, but no aborted ones, and no tombstones whose time is over.
        private IEnumerable<(long, string, string)> Expected(List<byte[]> before, long end)
        {
            var below = Records(before).Where(r => r.Offset < end && !r.Aborted).ToList();
            var last = below.GroupBy(r => r.Key).ToDictionary(g => g.Key, g => g.Max(r => r.Offset));
            return below.Where(r => last[r.Key] == r.Offset && !expiring.Contains(r.Offset)).Select(r => (r.Offset, r.Key, r.Value));
        }

        private void MarkersStayWithTheirData(List<byte[]> before, List<byte[]> after, long end)
        {
            var data = new HashSet<long>();
            foreach (var batch in after.Where(b => BatchHeader.Attributes(b).IsTransactional))
            {
                if (!BatchHeader.Attributes(batch).IsControl) data.Add(BatchHeader.ProducerId(batch));
                else data.Remove(BatchHeader.ProducerId(batch));
            }
            // What has no marker any more would count as open.
            foreach (var id in data) Assert.True(bench.Log.Producers.HasOpenTransaction(id), $"the data of producer {id} lost its marker");
            var old = before.Where(b => BatchHeader.Attributes(b).IsControl && BatchHeader.BaseOffset(b) < end && BatchHeader.MaxTimestamp(b) > bench.NowMs - DeleteRetentionMs);
            Assert.All(old, marker => Assert.Contains(marker, after));
        }

        // As librdkafka reads committed data: from an entry's first offset on it skips the producer's batches until its abort marker comes.
        private string Settled()
        {
            var state = new Dictionary<string, string>();
            for (var offset = 0L; offset < bench.Log.LastStable;)
            {
                var read = bench.Log.Read(offset, 100_000, committedOnly: true);
                if (read.Slice is not { } slice) break;
                using var held = slice;
                var bytes = new byte[slice.Length];
                slice.Read(0, bytes);
                var waiting = read.Aborted!.ToList();
                for (var at = 0; at < bytes.Length;)
                {
                    var batch = bytes[at..(at + BatchHeader.TotalLength(bytes.AsSpan(at)))];
                    at += batch.Length;
                    offset = BatchHeader.LastOffset(batch) + 1;
                    var entry = waiting.FindIndex(a => a.ProducerId == BatchHeader.ProducerId(batch) && a.FirstOffset <= BatchHeader.BaseOffset(batch));
                    if (BatchHeader.Attributes(batch).IsControl)
                    {
                        if (entry >= 0 && !ControlMarker.Read(batch)!.Value.Commit) waiting.RemoveAt(entry);
                        continue;
                    }
                    if (entry >= 0 && BatchHeader.Attributes(batch).IsTransactional) continue;
                    foreach (var record in RecordReader.All(batch)) state[LogBench.Text(record.Key)] = LogBench.Text(record.Value);
                }
            }
            return string.Join(' ', state.Where(s => s.Value.Length > 0).OrderBy(s => s.Key).Select(s => $"{s.Key}={s.Value}"));
        }
    }
}
