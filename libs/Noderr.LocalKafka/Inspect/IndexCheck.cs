using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;

namespace Noderr.LocalKafka.Inspect;

/// <summary>Holds a segment's saved index against its batches as they are read.</summary>
public sealed class IndexCheck(long baseOffset, IndexEntry[]? entries)
{
    private long maxTimestamp = -1;
    private int seen;

    public bool Exists => entries is not null;

    /// <summary>An index that is whole and still wrong hides records from readers. The first entry that no batch fits.</summary>
    public string? Problem { get; private set; }

    public void Add(ReadOnlySpan<byte> batch, int position)
    {
        maxTimestamp = Math.Max(maxTimestamp, BatchHeader.MaxTimestamp(batch));
        if (entries is null || seen == entries.Length || entries[seen].Position > position) return;
        var entry = entries[seen++];
        var fits = entry.Position == position && baseOffset + entry.RelativeOffset == BatchHeader.LastOffset(batch) && entry.MaxTimestamp == maxTimestamp;
        if (!fits) Problem ??= $"its index says offset {baseOffset + entry.RelativeOffset} at byte {entry.Position}, where no such batch is: delete the .index file, it is built again at the next start";
    }
}
