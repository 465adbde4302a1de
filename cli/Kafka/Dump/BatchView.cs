using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Output;
using Noderr.LocalKafka.Records;

namespace Noderr.Cli.Kafka.Dump;

/// <summary>What a batch says of itself, in a line.</summary>
internal static class BatchView
{
    public static string Line(SeenBatch seen)
    {
        var b = seen.Bytes.Span;
        var attributes = BatchHeader.Attributes(b);
        var parts = new List<string>
        {
            $"{seen.Partition}/{BatchHeader.BaseOffset(b)}..{BatchHeader.LastOffset(b)}",
            Say.Time(BatchHeader.MaxTimestamp(b)),
            MarkerOf(seen) is { } marker ? $"{marker} marker" : Say.Count(BatchHeader.RecordCount(b), "record"),
            $"{Say.Number(b.Length)} B",
            attributes.Compression.ToString().ToLowerInvariant(),
        };
        if (BatchHeader.ProducerId(b) >= 0)
        {
            var sequence = BatchHeader.BaseSequence(b) >= 0 ? $" sequence {BatchHeader.BaseSequence(b)}..{BatchHeader.LastSequence(b)}" : "";
            parts.Add($"producer {BatchHeader.ProducerId(b)} epoch {BatchHeader.ProducerEpoch(b)}{sequence}");
        }
        if (attributes.IsTransactional && !attributes.IsControl) parts.Add("transactional");
        parts.Add(BatchHeader.HasValidCrc(b) ? "crc ok" : "CRC WRONG");
        if (seen.File is not null) parts.Add($"{seen.File} byte {seen.Position}");
        return string.Join("  ", parts);
    }

    public static JsonObject Json(string topic, SeenBatch seen)
    {
        var b = seen.Bytes.Span;
        var attributes = BatchHeader.Attributes(b);
        return new JsonObject
        {
            ["topic"] = topic,
            ["partition"] = seen.Partition,
            ["baseOffset"] = BatchHeader.BaseOffset(b),
            ["lastOffset"] = BatchHeader.LastOffset(b),
            ["leaderEpoch"] = BatchHeader.LeaderEpoch(b),
            ["records"] = BatchHeader.RecordCount(b),
            ["maxTimestamp"] = BatchHeader.MaxTimestamp(b),
            ["bytes"] = b.Length,
            ["compression"] = attributes.Compression.ToString().ToLowerInvariant(),
            ["producerId"] = BatchHeader.ProducerId(b),
            ["producerEpoch"] = BatchHeader.ProducerEpoch(b),
            ["baseSequence"] = BatchHeader.BaseSequence(b),
            ["transactional"] = attributes.IsTransactional,
            ["control"] = attributes.IsControl,
            ["marker"] = MarkerOf(seen),
            ["crcOk"] = BatchHeader.HasValidCrc(b),
            ["file"] = seen.File,
            ["position"] = seen.File is null ? null : seen.Position,
        };
    }

    /// <summary>commit, abort, or another control batch; null for a batch of records.</summary>
    public static string? MarkerOf(SeenBatch seen)
    {
        if (!BatchHeader.Attributes(seen.Bytes.Span).IsControl) return null;
        try
        {
            return ControlMarker.Read(seen.Bytes) is { } marker ? (marker.Commit ? "commit" : "abort") : "control";
        }
        catch (InvalidDataException)
        {
            return "control";
        }
    }
}
