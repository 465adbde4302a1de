using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Log;

/// <summary>What a client's batch must be by itself before the log takes it: whole, honest about its insides, and what the topic asks for.</summary>
public static class BatchRules
{
    /// <summary>The batch as it is to be stored, or what is wrong with it.</summary>
    public static (Memory<byte> Batch, ErrorCode Error, string? Message) Check(Memory<byte> bytes, TopicSettings topic, long nowMs)
    {
        var b = bytes.Span;
        if (b.Length < BatchHeader.Size) return Wrong(ErrorCode.CorruptMessage, $"{b.Length} bytes are no record batch");
        if (BatchHeader.Magic(b) != BatchHeader.CurrentMagic)
            return BatchHeader.Magic(b) < BatchHeader.CurrentMagic
                ? Wrong(ErrorCode.InvalidRecord, "messages of the formats before record batches are not taken")
                : Wrong(ErrorCode.CorruptMessage, $"magic {BatchHeader.Magic(b)} is not known");
        var length = BatchHeader.TotalLength(b);
        if (length < BatchHeader.Size || length > b.Length) return Wrong(ErrorCode.CorruptMessage, "the batch is cut off");
        if (length < b.Length) return Wrong(ErrorCode.InvalidRecord, "a partition takes exactly one batch in a request");
        if (length > topic.MaxMessageBytes) return Wrong(ErrorCode.MessageTooLarge, $"the batch has {length} bytes, max.message.bytes is {topic.MaxMessageBytes}");
        if (!BatchHeader.HasValidCrc(b)) return Wrong(ErrorCode.CorruptMessage, "the checksum does not fit");

        var attributes = BatchHeader.Attributes(b);
        if (attributes.Compression > CompressionType.Zstd) return Wrong(ErrorCode.UnsupportedCompressionType, $"codec {(int)attributes.Compression} is not known");
        if (attributes.IsControl) return Wrong(ErrorCode.InvalidRecord, "control batches are the broker's");
        var count = BatchHeader.RecordCount(b);
        if (count <= 0 || BatchHeader.LastOffsetDelta(b) != count - 1) return Wrong(ErrorCode.InvalidRecord, "the last offset does not fit the number of records");
        var producer = BatchHeader.ProducerId(b);
        if (producer >= 0 && (BatchHeader.BaseSequence(b) < 0 || BatchHeader.ProducerEpoch(b) < 0))
            return Wrong(ErrorCode.InvalidRecord, "a producer with an id counts its records");
        if (producer < 0 && attributes.IsTransactional) return Wrong(ErrorCode.InvalidRecord, "a transaction needs a producer with an id");

        RecordWalk walk;
        try
        {
            walk = RecordWalk.Check(bytes);
        }
        catch (InvalidDataException e)
        {
            return Wrong(ErrorCode.CorruptMessage, e.Message);
        }
        if (walk.Problem is not null) return Wrong(ErrorCode.InvalidRecord, walk.Problem);
        if (topic.Compact && walk.KeysMissing) return Wrong(ErrorCode.InvalidRecord, "Compacted topic cannot accept message without key in topic partition");

        var latest = BatchHeader.BaseTimestamp(b) + walk.MaxTimestampDelta;
        if (topic.LogAppendTime)
        {
            BatchRewrite.StampLogAppendTime(b, nowMs);
        }
        else
        {
            var earliest = BatchHeader.BaseTimestamp(b) + walk.MinTimestampDelta;
            if ((topic.TimestampAfterMaxMs != long.MaxValue && latest > nowMs + topic.TimestampAfterMaxMs)
                || (topic.TimestampBeforeMaxMs != long.MaxValue && earliest < nowMs - topic.TimestampBeforeMaxMs))
                return Wrong(ErrorCode.InvalidTimestamp, "a record's time is further from this clock than message.timestamp.before.max.ms and message.timestamp.after.max.ms allow");
            if (latest != BatchHeader.MaxTimestamp(b))
            {
                BatchHeader.SetMaxTimestamp(b, latest);
                BatchHeader.SetCrc(b);
            }
        }
        var stored = topic.Compression is { } codec && BatchRewrite.Recompress(bytes, codec) is { } repacked ? repacked : bytes;
        return (stored, ErrorCode.None, null);
    }

    private static (Memory<byte>, ErrorCode, string?) Wrong(ErrorCode error, string message) => (default, error, message);
}
