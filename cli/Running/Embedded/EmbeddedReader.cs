using Confluent.Kafka;
using Noderr.Journal.Kafka;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Topics;
using TopicPartition = Confluent.Kafka.TopicPartition;

namespace Noderr.Cli.Running.Embedded;

/// <summary>Reads logs of this process; an append wakes it.</summary>
/// <param name="beat">Looks for more that often instead, for readers that would rather be late than woken.</param>
internal sealed class EmbeddedReader(TopicCatalog topics, TimeSpan? beat) : IRecordReader, ILogWait
{
    private const int FetchBytes = 256 * 1024;

    private readonly List<Line> lines = [];
    private readonly ManualResetEventSlim grown = new(false, spinCount: 0);
    private readonly Queue<TopicPartitionOffset> unjoined = new();
    private int turn;

    public void Assign(IEnumerable<TopicPartitionOffset> from)
    {
        Leave();
        foreach (var start in from) unjoined.Enqueue(start);
    }

    public ConsumeResult<byte[]?, byte[]?>? Read(TimeSpan patience)
    {
        for (var until = Environment.TickCount64 + (long)patience.TotalMilliseconds; ;)
        {
            grown.Reset();
            Join();
            // One after the other has its turn, until what was fetched of it is given out.
            for (var tried = 0; tried < lines.Count; tried++, turn = (turn + 1) % lines.Count)
                if (lines[turn].Next() is { } record) return record;
            var left = TimeSpan.FromMilliseconds(until - Environment.TickCount64);
            if (left <= TimeSpan.Zero) return null;
            if (beat is null) grown.Wait(left);
            else Thread.Sleep(left < beat ? left : beat.Value);
        }
    }

    public void Pause(TopicPartition at)
    {
        var line = Of(at);
        if (line.IsPaused) return;
        line.IsPaused = true;
        line.Log.Unregister(this);
    }

    public void Resume(TopicPartition at)
    {
        var line = Of(at);
        if (!line.IsPaused) return;
        line.IsPaused = false;
        if (beat is null) line.Log.Register(this);
    }

    public WatermarkOffsets Ends(TopicPartition at)
    {
        var log = Find(at);
        return new WatermarkOffsets(log.LogStart, log.HighWatermark);
    }

    public long? KnownEnd(TopicPartition at) => Find(at).HighWatermark;

    void ILogWait.Wake() => grown.Set();

    public void Dispose()
    {
        Leave();
        grown.Dispose();
    }

    private void Leave()
    {
        foreach (var line in lines) line.Log.Unregister(this);
        lines.Clear();
        unjoined.Clear();
        turn = 0;
    }

    private void Join()
    {
        while (unjoined.TryPeek(out var start))
        {
            var log = Find(start.TopicPartition);
            lines.Add(new Line(start.TopicPartition, log, start.Offset == Offset.Beginning ? log.LogStart : start.Offset == Offset.End ? log.HighWatermark : start.Offset.Value));
            if (beat is null) log.Register(this);
            unjoined.Dequeue();
        }
    }

    private Line Of(TopicPartition at)
    {
        Join();
        return lines.Find(l => l.At == at) ?? throw new InvalidOperationException($"{at} is not assigned");
    }

    private PartitionLog Find(TopicPartition at) => topics.Partition(at.Topic, at.Partition.Value) ?? throw Trouble(ErrorCode.UnknownTopicOrPart, $"{at} is not there");

    private static KafkaException Trouble(ErrorCode code, string reason) => new(new Error(code, reason));

    /// <summary>One partition: what was fetched of it, and where it goes on.</summary>
    private sealed class Line(TopicPartition at, PartitionLog log, long next)
    {
        private readonly Queue<Record> fetched = new();
        private long endTold = -1;

        public TopicPartition At => at;

        public PartitionLog Log => log;

        public bool IsPaused { get; set; }

        public ConsumeResult<byte[]?, byte[]?>? Next()
        {
            if (IsPaused) return null;
            if (fetched.Count == 0) Fetch();
            if (fetched.TryDequeue(out var record)) return Result(record);
            if (endTold == next) return null;
            endTold = next;
            return new ConsumeResult<byte[]?, byte[]?> { TopicPartitionOffset = new TopicPartitionOffset(at, next), IsPartitionEOF = true };
        }

        private void Fetch()
        {
            // What the compactor left of a batch may be nothing.
            while (fetched.Count == 0)
            {
                var read = log.Read(next, FetchBytes, committedOnly: false);
                if (read.Error != LocalKafka.Wire.ErrorCode.None) throw Trouble((ErrorCode)(short)read.Error, $"{at} can't be read from {next}, it has {read.LogStart} to {read.HighWatermark}: {read.Error}");
                if (read.Slice is not { } slice) return;
                var bytes = new byte[slice.Length];
                using (slice) slice.Read(0, bytes);
                for (var from = 0; from < bytes.Length;)
                {
                    var batch = bytes.AsMemory(from, BatchHeader.TotalLength(bytes.AsSpan(from)));
                    if (!BatchHeader.HasValidCrc(batch.Span)) throw Trouble(ErrorCode.Local_BadMsg, $"{at}: the batch at {BatchHeader.BaseOffset(batch.Span)} is damaged");
                    if (!BatchHeader.Attributes(batch.Span).IsControl)
                    {
                        foreach (var record in RecordReader.Each(batch))
                            if (record.Offset >= next) fetched.Enqueue(record);
                    }
                    next = BatchHeader.LastOffset(batch.Span) + 1;
                    from += batch.Length;
                }
            }
        }

        private ConsumeResult<byte[]?, byte[]?> Result(in Record record)
        {
            Headers? headers = null;
            foreach (var header in record.Headers) (headers ??= []).Add(header.Name, header.Value?.ToArray());
            return new ConsumeResult<byte[]?, byte[]?>
            {
                TopicPartitionOffset = new TopicPartitionOffset(at, record.Offset),
                Message = new Message<byte[]?, byte[]?>
                {
                    Key = record.Key?.ToArray(),
                    Value = record.Value?.ToArray(),
                    Headers = headers,
                    Timestamp = new Confluent.Kafka.Timestamp(record.Timestamp, TimestampType.CreateTime),
                },
            };
        }
    }
}
