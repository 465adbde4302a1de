using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Log;

/// <summary>Random lives of a partition; after each step it agrees with the model in all that a client may ask.</summary>
public class LogPropertyTests
{
    private const int Steps = 80;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_log_agrees_with_the_model(int seed)
    {
        using var life = new Life(seed);
        for (var step = 1; step <= Steps; step++)
        {
            var deed = life.Act();
            try
            {
                life.Compare();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, step {step}, after {deed}: {e.Message}", e);
            }
        }
    }

    private sealed class Life : IDisposable
    {
        private readonly LogBench bench;
        private readonly LogModel model = new();
        private readonly Random random;
        private readonly Dictionary<long, (short Epoch, int Sequence)> producers = [];
        private byte[]? sent;
        private bool deleted;

        public Life(int seed)
        {
            random = new Random(seed);
            bench = new LogBench(("segment.bytes", random.Next(300, 1500).ToString()), ("index.interval.bytes", random.Next(1, 400).ToString()),
                ("retention.ms", "60000"), ("retention.bytes", random.Next(3000, 6000).ToString()));
            // Some begin just before their count starts again.
            for (var id = 1; id <= 4; id++) producers[id] = (0, id % 2 == 0 ? int.MaxValue - 3 : 0);
        }

        private PartitionLog Log => bench.Log;

        public void Dispose() => bench.Dispose();

        public string Act()
        {
            bench.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 2000)));
            switch (random.Next(100))
            {
                case < 30: Send(BatchProducer.None, transactional: false); return "a plain batch";
                case < 45: SendOf(random.Next(1, 3), transactional: false); return "an idempotent batch";
                case < 65: SendOf(random.Next(3, 5), transactional: true); return "a transactional batch";
                case < 75: End(random.Next(3, 5)); return "a marker";
                case < 80: Repeat(); return "a repetition";
                case < 83: Stray(); return "a batch out of order";
                case < 85: Fence(random.Next(1, 5)); return "a higher epoch";
                case < 89: Delete(); return "a deletion";
                case < 92: Retain(); return "retention";
                case < 95: bench.Stop(); return "a stop";
                case < 98: bench.Kill(); return "a kill";
                default: Tear(); return "a torn write";
            }
        }

        public void Compare()
        {
            Assert.Equal((model.Start, model.End, model.End, model.Stable), (Log.LogStart, Log.LogEnd, Log.HighWatermark, Log.LastStable));
            for (var i = 0; i < 4; i++) Read(random.NextInt64(model.Start, model.End + 1), random.Next(0, 2000), committedOnly: i % 2 == 0, atLeastOne: random.Next(4) > 0);
            Assert.Equal(ErrorCode.OffsetOutOfRange, Log.Read(model.End + 1, 100, false).Error);
            if (model.Start > 0) Assert.Equal(ErrorCode.OffsetOutOfRange, Log.Read(model.Start - 1, 100, false).Error);
            for (var i = 0; i < 3; i++)
            {
                var time = bench.NowMs - random.Next(-1000, 60_000);
                Assert.Equal(model.FirstSince(time, i == 0 ? model.Stable : model.End), Pair(Log.FirstSince(time, committedOnly: i == 0)));
            }
            if (!deleted) Assert.Equal(model.Latest(), Pair(Log.Latest()));
        }

        private void Read(long offset, int maxBytes, bool committedOnly, bool atLeastOne)
        {
            var read = Log.Read(offset, maxBytes, committedOnly, atLeastOne);
            Assert.Equal(ErrorCode.None, read.Error);
            var limit = committedOnly ? model.Stable : model.End;
            var readable = model.Batches.Where(b => BatchHeader.LastOffset(b) >= offset && BatchHeader.BaseOffset(b) < limit).ToList();
            List<byte[]> got = [];
            if (read.Slice is { } slice)
            {
                using var held = slice;
                var bytes = new byte[slice.Length];
                slice.Read(0, bytes);
                for (var at = 0; at < bytes.Length; at += got[^1].Length) got.Add(bytes[at..(at + BatchHeader.TotalLength(bytes.AsSpan(at)))]);
            }
            // Whole batches from the one that holds the offset on, as many as fit; the end of a segment may end an answer sooner.
            Assert.Equal(readable.Take(got.Count), got);
            Assert.True(got.Sum(b => b.Length) <= maxBytes || (got.Count == 1 && atLeastOne), $"{got.Count} batches of {got.Sum(b => b.Length)} bytes where {maxBytes} were asked for");
            var mayBeEmpty = readable.Count == 0 || (!atLeastOne && readable[0].Length > maxBytes);
            Assert.True(got.Count > 0 || mayBeEmpty, $"nothing at {offset} of {model.Start}..{limit}");
            if (!committedOnly)
            {
                Assert.Null(read.Aborted);
                return;
            }
            var needed = got.Count == 0 ? [] : model.AbortedIn(offset, BatchHeader.LastOffset(got[^1]) + 1);
            Assert.Subset(read.Aborted!.ToHashSet(), needed.ToHashSet());
            Assert.Subset(model.AbortedIn(offset, limit).ToHashSet(), read.Aborted!.ToHashSet());
            Assert.Equal(read.Aborted!.OrderBy(a => a.FirstOffset), read.Aborted);
        }

        private void SendOf(long id, bool transactional)
        {
            var (epoch, sequence) = producers[id];
            var batch = Send(new BatchProducer(id, epoch, sequence), transactional);
            producers[id] = (epoch, BatchHeader.NextSequence(BatchHeader.LastSequence(batch), 1));
        }

        private byte[] Send(BatchProducer producer, bool transactional)
        {
            var values = Enumerable.Range(0, random.Next(1, 6)).Select(i => new string('v', random.Next(1, 60))).ToArray();
            var batch = LogBench.Batch(producer, transactional, bench.NowMs - random.Next(0, 5000), values);
            if (producer.Id >= 0) sent = (byte[])batch.Clone();
            Assert.Equal((ErrorCode.None, null), model.Judge(batch));
            var end = Log.LogEnd;
            Assert.Equal(end, bench.Append(batch));
            model.Add(batch);
            return batch;
        }

        private void End(long id)
        {
            var commit = random.Next(2) == 0;
            var marker = new ControlMarker(id, producers[id].Epoch, commit, 0).ToBatch(bench.NowMs);
            Assert.Equal(ErrorCode.None, Log.Append(marker, commit).Error);
            model.Add(marker);
        }

        private void Repeat()
        {
            if (sent is null) return;
            var (error, duplicate) = model.Judge(sent);
            var appended = Log.Append((byte[])sent.Clone());
            if (duplicate is { } offset) Assert.Equal((ErrorCode.None, offset), (appended.Error, appended.BaseOffset));
            else Assert.NotEqual((ErrorCode.None, ErrorCode.None), (error, appended.Error));
        }

        private void Stray()
        {
            var id = random.Next(1, 5);
            var (epoch, sequence) = producers[id];
            var batch = LogBench.Batch(new BatchProducer(id, epoch, BatchHeader.NextSequence(sequence, random.Next(1, 10))), id > 2, bench.NowMs, "stray");
            var (error, duplicate) = model.Judge(batch);
            if (error != ErrorCode.None && duplicate is null) Assert.Equal(error, Log.Append(batch).Error);
        }

        private void Fence(long id)
        {
            var open = model.IsOpen(id);
            if (open || model.Batches.Count == 0) return;
            producers[id] = ((short)(producers[id].Epoch + 1), 0);
            SendOf(id, transactional: id > 2);
        }

        private void Delete()
        {
            var to = random.NextInt64(model.Start, model.End + 1);
            Assert.Equal(ErrorCode.None, Log.DeleteBefore(to));
            Assert.Equal(ErrorCode.OffsetOutOfRange, Log.DeleteBefore(model.End + 1));
            deleted |= to > model.Start;
            model.Start = to;
        }

        private void Retain()
        {
            bench.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 70_000)));
            var size = Log.Size;
            Log.Retain();
            var gone = model.Batches.Where(b => BatchHeader.BaseOffset(b) >= model.Start && BatchHeader.LastOffset(b) < Log.LogStart).ToList();
            Assert.True(gone.TrueForAll(b => BatchHeader.MaxTimestamp(b) < bench.NowMs - 60_000) || size > 3000, "retention took what is to be kept");
            Assert.Contains(Log.LogStart, model.Batches.Select(b => BatchHeader.BaseOffset(b)).Append(model.End).Append(model.Start));
            model.Start = Log.LogStart;
        }

        private void Tear()
        {
            Log.Sealing.Wait();
            var bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            if (bench.Segments.Length > 0) Damage.Add(bench.Segments[^1], bytes);
            bench.Kill();
        }

        private static (long, long)? Pair((long Offset, long Timestamp, int Epoch)? found) => found is { } f ? (f.Offset, f.Timestamp) : null;
    }
}
