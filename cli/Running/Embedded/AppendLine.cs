using System.Runtime.ExceptionServices;
using Confluent.Kafka;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using ErrorCode = Noderr.LocalKafka.Wire.ErrorCode;

namespace Noderr.Cli.Running.Embedded;

/// <summary>
/// What is on its way into one partition. Records are collected while others are brought down, and go in one batch: one write and one flush
/// for all that came meanwhile.
/// </summary>
internal sealed class AppendLine(PartitionLog log, Action<string>? trouble)
{
    // As a client's: a batch far below what a topic takes, far above what comes within one flush; and 64 MB of them when the disk stands still.
    private const int BatchBytes = 256 * 1024, MostBatches = 256;

    private readonly Lock gate = new();
    private List<Parcel> waiting = [];
    private bool isSettling;

    public void Append(Message<byte[]?, byte[]?> message, Action<long?>? delivered)
    {
        var time = message.Timestamp.Type == TimestampType.NotAvailable ? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() : message.Timestamp.UnixTimestampMs;
        var headers = new RecordHeader[message.Headers?.Count ?? 0];
        for (var i = 0; i < headers.Length; i++) headers[i] = new RecordHeader(message.Headers![i].Key, Bytes(message.Headers[i].GetValueBytes()));
        lock (gate)
        {
            if (waiting.Count == 0 || waiting[^1].Batch.Size > BatchBytes)
            {
                if (waiting.Count == MostBatches) throw new KafkaException(new Error(Confluent.Kafka.ErrorCode.Local_QueueFull, $"{log.Topic}-{log.Index} takes records more slowly than they come"));
                waiting.Add(new Parcel());
            }
            waiting[^1].Batch.Add(time, Bytes(message.Key), Bytes(message.Value), headers);
            waiting[^1].Delivered.Add(delivered);
        }
    }

    /// <summary>
    /// Brings down what is there; what comes meanwhile is left to a thread of the pool, so that nobody does the work of those who come after
    /// him. True while there is something left.
    /// </summary>
    public bool Settle()
    {
        List<Parcel> taken;
        lock (gate)
        {
            if (isSettling || waiting.Count == 0) return isSettling;
            (isSettling, taken, waiting) = (true, waiting, []);
        }
        bool more;
        try
        {
            BringDown(taken);
        }
        finally
        {
            lock (gate) (isSettling, more) = (false, waiting.Count > 0);
            if (more) ThreadPool.UnsafeQueueUserWorkItem(static line => line.Settle(), this, preferLocal: false);
        }
        return more;
    }

    private void BringDown(List<Parcel> parcels)
    {
        // Behind one that failed nothing is appended: it may follow from it.
        var (good, flushTo) = (true, 0L);
        foreach (var parcel in parcels)
        {
            if (!(good &= Append(parcel, out var appended))) break;
            flushTo = Math.Max(flushTo, appended.FlushTo);
            parcel.First = appended.BaseOffset;
        }
        if (flushTo > 0) log.FlushNow();
        var isDown = flushTo == 0 || log.IsFlushed(flushTo);
        if (!isDown) trouble?.Invoke(log.Failure ?? "the disk failed");
        Tell(parcels, isDown);
    }

    private bool Append(Parcel parcel, out Appended appended)
    {
        var (batch, error, message) = BatchRules.Check(parcel.Batch.Build(), log.Settings, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        appended = error == ErrorCode.None ? log.Append(batch.Span) : new Appended(error);
        if (appended.Error != ErrorCode.None) trouble?.Invoke($"{log.Topic}-{log.Index}: {message ?? log.Failure ?? appended.Error.ToString()}");
        return appended.Error == ErrorCode.None;
    }

    private static void Tell(List<Parcel> parcels, bool isDown)
    {
        Exception? thrown = null;
        foreach (var parcel in parcels)
        {
            for (var i = 0; i < parcel.Delivered.Count; i++)
            {
                try
                {
                    parcel.Delivered[i]?.Invoke(isDown && parcel.First is { } first ? first + i : null);
                }
#pragma warning disable CA1031 // Those behind it are told nevertheless; then it goes on its way.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    thrown ??= e;
                }
            }
        }
        if (thrown is not null) ExceptionDispatchInfo.Throw(thrown);
    }

    // Nothing and a value of no bytes are two things.
    private static ReadOnlyMemory<byte>? Bytes(byte[]? value) => value is null ? (ReadOnlyMemory<byte>?)null : value;

    /// <summary>Records that share a batch, and who is to be told of each.</summary>
    private sealed class Parcel
    {
        public BatchBuilder Batch { get; } = new();

        public List<Action<long?>?> Delivered { get; } = [];

        /// <summary>Where the first of them lies; null while, or because, none does.</summary>
        public long? First { get; set; }
    }
}
