using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Output;
using Noderr.LocalKafka.Records;

namespace Noderr.Cli.Kafka.Dump;

/// <summary>Prints what is read until enough is shown; what can't be read is told in its place.</summary>
internal sealed class DumpPrinter(TextWriter output, string topic, DumpRange range, long limit, bool json, bool full, bool batches)
{
    private long shown;
    private bool more;

    /// <summary>False when enough is shown.</summary>
    public bool Print(SeenBatch seen)
    {
        if (shown == limit)
        {
            more = true;
            return false;
        }
        if (seen.Unreadable > 0)
        {
            Problem(seen, $"{Say.Number(seen.Unreadable)} bytes to the end of the file are no batch; see 'noderr kafka verify'");
            return true;
        }
        if (batches)
        {
            shown++;
            if (json) JsonText.Write(output, BatchView.Json(topic, seen));
            else output.WriteLine(BatchView.Line(seen));
        }
        else if (!PrintRecords(seen))
        {
            return false;
        }
        output.Flush();
        // Otherwise one more is read, to say that there is more; here it may never come.
        return !(range.Follow && shown == limit);
    }

    public void End()
    {
        if (json) return;
        if (shown == 0) output.WriteLine("nothing there");
        else if (more) output.WriteLine("(there is more: --count N, --from OFFSET)");
    }

    private bool PrintRecords(SeenBatch seen)
    {
        if (BatchView.MarkerOf(seen) is { } marker)
        {
            if (!json) output.WriteLine($"{seen.Partition}/{BatchHeader.BaseOffset(seen.Bytes.Span)}  {Say.Time(BatchHeader.MaxTimestamp(seen.Bytes.Span))}  -- {marker} of producer {BatchHeader.ProducerId(seen.Bytes.Span)}");
            return true;
        }
        if (!BatchHeader.HasValidCrc(seen.Bytes.Span))
        {
            Problem(seen, "the batch fails its checksum");
            return true;
        }
        try
        {
            foreach (var record in RecordReader.All(seen.Bytes))
            {
                if (record.Offset < seen.From) continue;
                if (shown == limit)
                {
                    more = true;
                    return false;
                }
                shown++;
                if (json) JsonText.Write(output, RecordView.Json(topic, seen.Partition, record));
                else output.WriteLine(RecordView.Line(seen.Partition, record, full));
            }
        }
        catch (InvalidDataException e)
        {
            Problem(seen, $"the records can't be read: {e.Message}");
        }
        return true;
    }

    private void Problem(SeenBatch seen, string what)
    {
        var offset = seen.Unreadable > 0 ? Say.Unknown : BatchHeader.BaseOffset(seen.Bytes.Span).ToString();
        var place = seen.File is null ? "" : $" ({seen.File} byte {seen.Position})";
        if (json) JsonText.Write(output, new JsonObject { ["topic"] = topic, ["partition"] = seen.Partition, ["problem"] = what, ["file"] = seen.File, ["position"] = seen.File is null ? null : seen.Position });
        else output.WriteLine($"{seen.Partition}/{offset}  !! {what}{place}");
        shown += seen.Unreadable > 0 ? 0 : 1;
    }
}
