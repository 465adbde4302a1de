using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Confluent.Kafka;
using Noderr.Journal.Kafka;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Topics;
using TopicPartition = Confluent.Kafka.TopicPartition;

namespace Noderr.Cli.Running.Embedded;

/// <summary>Appends to logs of this process. It has no thread of its own: whoever appended brings it to the disk.</summary>
internal sealed class EmbeddedWriter(TopicCatalog topics) : IRecordWriter
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentDictionary<TopicPartition, Line> lines = new();

    public void Append(TopicPartition to, Message<byte[]?, byte[]?> message, Action<long?>? delivered = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var time = message.Timestamp.Type == TimestampType.NotAvailable ? now : message.Timestamp.UnixTimestampMs;
        var headers = message.Headers?.Select(h => new RecordHeader(h.Key, Bytes(h.GetValueBytes()))).ToArray();
        Of(to).Append(new BatchBuilder().Add(time, Bytes(message.Key), Bytes(message.Value), headers).Build(), now, delivered);
    }

    public void Settle(TopicPartition at)
    {
        if (lines.TryGetValue(at, out var line)) line.Settle();
    }

    public void Flush(TimeSpan patience)
    {
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        foreach (var line in lines.Values)
            while (line.Settle() && Environment.TickCount64 < until) Thread.Sleep(Beat);
    }

    public void Dispose()
    {
    }

    // Nothing and a value of no bytes are two things.
    private static ReadOnlyMemory<byte>? Bytes(byte[]? value) => value is null ? (ReadOnlyMemory<byte>?)null : value;

    private Line Of(TopicPartition to) => lines.GetOrAdd(
        to, static (to, topics) => new Line(to, topics.Partition(to.Topic, to.Partition.Value) ?? throw Trouble(ErrorCode.UnknownTopicOrPart, $"{to} is not there")), topics);

    private static KafkaException Trouble(ErrorCode code, string reason) => new(new Error(code, reason));

    /// <summary>One partition, and who is to be told of which record in it.</summary>
    private sealed class Line(TopicPartition to, PartitionLog log)
    {
        private readonly Lock gate = new();
        private List<(long Offset, long FlushTo, Action<long?> Delivered)> waiting = [], settling = [];
        private bool isSettling;

        public void Append(byte[] bytes, long now, Action<long?>? delivered)
        {
            var (batch, error, message) = BatchRules.Check(bytes, log.Settings, now);
            if (error != LocalKafka.Wire.ErrorCode.None) throw Trouble((ErrorCode)(short)error, message ?? error.ToString());
            lock (gate)
            {
                var appended = log.Append(batch.Span);
                if (appended.Error != LocalKafka.Wire.ErrorCode.None) throw Trouble((ErrorCode)(short)appended.Error, $"{to}: {log.Failure ?? appended.Error.ToString()}");
                if (delivered is not null) waiting.Add((appended.BaseOffset, appended.FlushTo, delivered));
            }
        }

        /// <summary>
        /// Group commit: one flush for all that is there, and what comes meanwhile is settled by a thread of the pool, so that nobody does the
        /// work of those who come after him. True while there is something left.
        /// </summary>
        public bool Settle()
        {
            lock (gate)
            {
                if (isSettling || waiting.Count == 0) return isSettling;
                (isSettling, waiting, settling) = (true, settling, waiting);
            }
            Exception? thrown = null;
            var flushTo = settling.Max(w => w.FlushTo);
            if (flushTo > 0) log.FlushNow();
            var isDown = flushTo == 0 || log.IsFlushed(flushTo);
            foreach (var (offset, _, delivered) in settling)
            {
                try
                {
                    delivered(isDown ? offset : null);
                }
#pragma warning disable CA1031 // Those behind it are told nevertheless; then it goes on its way.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    thrown ??= e;
                }
            }
            settling.Clear();
            bool more;
            lock (gate) (isSettling, more) = (false, waiting.Count > 0);
            if (more) ThreadPool.UnsafeQueueUserWorkItem(static line => line.Settle(), this, preferLocal: false);
            if (thrown is not null) ExceptionDispatchInfo.Throw(thrown);
            return more;
        }
    }
}
